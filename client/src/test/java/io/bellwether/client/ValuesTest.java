package io.bellwether.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.apimachinery.GroupVersionResource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class ValuesTest {

    @Test
    void fence_headerValue_isReadBack() {
        Fence fence = new Fence("default", "demo", 12);
        assertThat(Fence.parse(fence.headerValue())).isEqualTo(fence);
        assertThatThrownBy(() -> Fence.parse("default;token=1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Fence.parse("default/demo;token=x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Fence("default", "demo", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void resourcePath_urlPath_followsTheGroup() {
        ResourcePath leases = ResourcePath.in(new GroupVersionResource("coordination.k8s.io", "v1", "leases"), "a b");
        assertThat(leases.named("x/y").part("status").urlPath())
                .isEqualTo("/apis/coordination.k8s.io/v1/namespaces/a%20b/leases/x%2Fy/status");
        assertThat(ResourcePath.all(new GroupVersionResource("", "v1", "namespaces"))
                        .named("default")
                        .urlPath())
                .isEqualTo("/api/v1/namespaces/default");
        assertThatThrownBy(() -> leases.part("status")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void objectPage_of_hasItemsAndPosition() {
        Reply.Success success = new Reply.Success(
                200,
                JsonMapper.shared()
                        .readTree(
                                "{\"kind\":\"LeaseList\",\"metadata\":{\"resourceVersion\":\"9\",\"continue\":\"c\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}"),
                List.of());
        ObjectPage page = ObjectPage.of(success);
        assertThat(page.items())
                .singleElement()
                .satisfies(item -> assertThat(item.name()).isEqualTo("a"));
        assertThat(page.resourceVersion()).isEqualTo("9");
        assertThat(page.continueToken()).isEqualTo("c");
    }

    @Test
    void sentOnce_secondAttempt_isRefused() {
        SentOnce body = new SentOnce(new byte[] {1});
        Recorder first = new Recorder();
        Recorder second = new Recorder();
        body.subscribe(first);
        body.subscribe(second);
        assertThat(first.events).containsExactly("bytes 1", "complete");
        assertThat(second.events).containsExactly("error IOException");
        assertThat(body.withholdOrWasSent()).isTrue();
    }

    @Test
    void sentOnce_withheld_isNeverGivenOut() {
        SentOnce body = new SentOnce(new byte[] {1});
        assertThat(body.withholdOrWasSent()).isFalse();
        Recorder late = new Recorder();
        body.subscribe(late);
        assertThat(late.events).containsExactly("error IOException");
        assertThat(body.withholdOrWasSent()).isFalse();
    }

    private static final class Recorder implements Flow.Subscriber<ByteBuffer> {

        private final List<String> events = new ArrayList<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
            subscription.request(1);
        }

        @Override
        public void onNext(ByteBuffer item) {
            events.add("bytes " + item.remaining());
        }

        @Override
        public void onError(Throwable failure) {
            events.add("error "
                    + (failure instanceof IOException
                            ? "IOException"
                            : failure.getClass().getName()));
        }

        @Override
        public void onComplete() {
            events.add("complete");
        }
    }
}
