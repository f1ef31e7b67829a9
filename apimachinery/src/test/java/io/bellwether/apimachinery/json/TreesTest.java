package io.bellwether.apimachinery.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class TreesTest {

    @Test
    void tree_writtenAndReadBehindAnOffset_isTheSame() {
        byte[] json = bytes("{\"a\":[1,2.5,null,true,\"ü\"],\"b\":{}}");
        byte[] behindHeader = new byte[json.length + 3];
        System.arraycopy(json, 0, behindHeader, 3, json.length);

        assertThat(Trees.parseTrusted(behindHeader, 3)).isEqualTo(Trees.parseTrusted(json));
        assertThat(Trees.write(Trees.parseTrusted(behindHeader, 3))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1}}", "[1] [2]", "{'a':1}", "nul"})
    void text_thatIsNotOneValue_isRefusedOutsideOfRequests(String text) {
        assertThatThrownBy(() -> Trees.read(bytes(text))).isInstanceOf(JacksonException.class);
    }

    @Test
    void value_ofAnyType_isReadOutsideOfRequests() {
        assertThat(Trees.read(bytes(" \"a\" ")).asString()).isEqualTo("a");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
