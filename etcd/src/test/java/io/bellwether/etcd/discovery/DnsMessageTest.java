package io.bellwether.etcd.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class DnsMessageTest {

    /** For {@code _a._tcp.b.c}: an alias first, then a service at {@code h.b.c} whose end points into the question. */
    private static final byte[] ANSWER = HexFormat.of()
            .parseHex("1234" + "8180" + "0001" + "0002" + "0000" + "0000"
                    + "025f61" + "045f746370" + "0162" + "0163" + "00" + "0021" + "0001"
                    + "c00c" + "0005" + "0001" + "00000000" + "0002" + "c014"
                    + "c00c" + "0021" + "0001" + "00000000" + "000a" + "000a" + "0001" + "0949" + "0168" + "c014");

    private static byte[] query(int id) throws IOException {
        return DnsMessage.query(id, "_a._tcp.b.c");
    }

    @Test
    void query_ofAName_isTheQuestion() throws IOException {
        assertThat(HexFormat.of().formatHex(query(0x1234)))
                .isEqualTo("1234" + "0100" + "0001" + "0000" + "0000" + "0000" + "025f61" + "045f746370" + "0162"
                        + "0163" + "00" + "0021" + "0001");
    }

    @Test
    void answer_withAPointerAndAnAlias_isRead() throws IOException {
        assertThat(DnsMessage.services(ANSWER, query(0x1234)))
                .containsExactly(new ServiceRecords.Place(10, "h.b.c", 2377));
    }

    @Test
    void answer_toAnotherQuestion_isRefused() {
        assertThatThrownBy(() -> DnsMessage.services(ANSWER, query(0x4321))).isInstanceOf(IOException.class);
    }

    @Test
    void answer_cutAnywhere_isRefused() {
        for (int length = 0; length < ANSWER.length; length++) {
            byte[] cut = Arrays.copyOf(ANSWER, length);
            assertThatThrownBy(() -> DnsMessage.services(cut, query(0x1234)))
                    .as("cut at %d", length)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void answer_whoseNamePointsAtItself_isRefused() throws IOException {
        byte[] circle = ANSWER.clone();
        circle[12] = (byte) 0xc0;
        circle[13] = 12;

        assertThatThrownBy(() -> DnsMessage.services(circle, query(0x1234))).isInstanceOf(IOException.class);
    }

    @Test
    void name_thatIsNone_isRefused() {
        assertThatThrownBy(() -> DnsMessage.query(1, "a..b")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> DnsMessage.query(1, "x".repeat(64))).isInstanceOf(IOException.class);
    }
}
