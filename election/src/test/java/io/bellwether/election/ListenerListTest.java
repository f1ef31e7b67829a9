package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several listeners hear the same, whatever one of them does. */
final class ListenerListTest {

    private final List<String> heard = new ArrayList<>();

    private ElectionListener listener(String name) {
        return new ElectionListener() {
            @Override
            public void onLeaderChanged(Optional<String> holder) {
                heard.add(name);
                if (name.startsWith("bad")) {
                    throw new IllegalStateException(name);
                }
            }
        };
    }

    @Test
    void listeners_oneFails_theOthersHearInOrder() {
        ElectionListener all = ElectionListener.all(listener("a"), listener("bad 1"), listener("bad 2"), listener("b"));
        assertThatThrownBy(() -> all.onLeaderChanged(Optional.empty()))
                .hasMessage("bad 1")
                .satisfies(failed -> assertThat(failed.getSuppressed())
                        .singleElement()
                        .hasToString("java.lang.IllegalStateException: bad 2"));
        assertThat(heard).containsExactly("a", "bad 1", "bad 2", "b");
    }
}
