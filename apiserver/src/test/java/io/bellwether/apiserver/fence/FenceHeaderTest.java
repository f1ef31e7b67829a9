package io.bellwether.apiserver.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellwether.apiserver.request.Fence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header of a fence is read exactly. */
final class FenceHeaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"default/demo;token=17", " default/demo ; token=17 ", "default/a.b-c;token=17"})
    void parse_fence_namesLeaseAndToken(String header) {
        Fence fence = Fence.parse(header);

        assertThat(fence.namespace()).isEqualTo("default");
        assertThat(fence.token()).isEqualTo(17);
        assertThat(Fence.parse(fence.headerValue())).isEqualTo(fence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "demo;token=1",
                "default/demo",
                "default/demo;token=",
                "default/demo;token=0",
                "default/demo;token=-1",
                "default/demo;token=99999999999999999999",
                "../demo;token=1",
                "default/../x;token=1",
                "default/de mo;token=1",
                "default/demo;token=1;token=2"
            })
    void parse_anythingElse_isRefused(String header) {
        assertThatIllegalArgumentException().isThrownBy(() -> Fence.parse(header));
    }
}
