package io.bellwether.etcd.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.DataState;
import io.bellwether.etcd.core.Incarnation;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Past;
import io.bellwether.execution.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node keeps on its disks: G-C2 and G-C4. */
final class NodeFilesTest {

    private static final Incarnation OWN = new Incarnation("incarnation-1");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private static List<Past> pasts() {
        return List.of(
                new Past.None(),
                new Past.Founding(),
                new Past.Joining(new MemberId(-3)),
                new Past.Belonging(new ClusterId(-4), new MemberId(5)));
    }

    @ParameterizedTest
    @MethodSource("pasts")
    void record_savedAndLoaded_isTheSame(Past past) {
        NodeRecord record = new NodeRecord(
                new NodeId("n"),
                OWN,
                past,
                true,
                Optional.of(new MemberId(-9)),
                List.of("http://h:1"),
                "3.4.23",
                Optional.of(1L << 33));
        try (NodeFile file = NodeFile.open(folder)) {
            file.save(record);
        }

        try (NodeFile file = NodeFile.open(folder)) {
            assertThat(file.load(Randomness.seeded(1))).isEqualTo(record);
        }
    }

    /** Scenario 46: only what etcd itself leaves behind tells that it was started in the place that was promised. */
    @Test
    void record_ofAPlaceThatWasPromised_isBeforeTheFirstStartWhileTheLogIsTheSame() {
        NodeRecord promised = NodeRecord.fresh(new NodeId("n"), OWN).joining(new MemberId(5), 7);

        assertThat(promised.isBeforeFirstStart(7)).isTrue();
        assertThat(promised.isBeforeFirstStart(8)).isFalse();
        assertThat(promised.reborn(new Incarnation("incarnation-2")).isBeforeFirstStart(7))
                .isFalse();
        assertThat(promised.with(new Past.Joining(new MemberId(5))).isBeforeFirstStart(7))
                .as("what an earlier version wrote")
                .isFalse();
        assertThat(promised.belonging(new ClusterId(1), new MemberId(5), "3.4.23")
                        .isBeforeFirstStart(7))
                .isFalse();
    }

    @Test
    void directory_madeForThisLife_isUntouchedUntilEtcdLeavesSomething() throws IOException {
        DataDirectory data = new DataDirectory(folder.resolve("data"));
        assertThat(data.isUntouched(OWN))
                .as("a disk that is gone, or was never there")
                .isFalse();

        data.begin(OWN);

        assertThat(data.isUntouched(OWN)).isTrue();
        assertThat(data.isUntouched(new Incarnation("incarnation-2"))).isFalse();
        Files.createDirectories(folder.resolve("data").resolve("member"));
        assertThat(data.isUntouched(OWN)).isFalse();
    }

    @Test
    void record_ofALaterFormat_isRefused() throws IOException {
        try (NodeFile file = NodeFile.open(folder)) {
            Files.writeString(folder.resolve("node.json"), "{\"format\": 2}");

            assertThatThrownBy(() -> file.load(Randomness.seeded(1)))
                    .isInstanceOfSatisfying(
                            MemberException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(MemberException.Reason.UNREADABLE_STATE));
        }
    }

    /** Scenario 52: right after the start only the member here has told the cluster where it answers. */
    @Test
    void record_ofAFounder_knowsTheOthersUntilTheClusterDoes() {
        NodeRecord founder = NodeRecord.fresh(new NodeId("a"), OWN).knowing(List.of("http://b:1", "http://c:1"));
        Member here = member(1, "a-1", List.of("http://a:1"));
        Member other = member(2, "", List.of());

        assertThat(founder.knowing(list(here, other)).knownClients())
                .containsExactly("http://a:1", "http://b:1", "http://c:1");
        assertThat(founder.knowing(list(here)).knownClients()).containsExactly("http://a:1");
    }

    private static Member member(long id, String name, List<String> clients) {
        return new Member(new MemberId(id), name, List.of("http://peer:" + id), clients, Member.Role.VOTER);
    }

    private static MemberList list(Member... members) {
        return new MemberList(new ClusterId(1), List.of(members), MemberList.Confirmation.QUORUM);
    }

    @Test
    void folder_takenTwice_isRefused() {
        try (NodeFile first = NodeFile.open(folder)) {
            assertThat(first.folder()).isEqualTo(folder);
            assertThatThrownBy(() -> NodeFile.open(folder)).isInstanceOf(MemberException.class);
        }
    }

    /** What a failed start leaves is no data; a log is, for the life of the disk that it was begun in. */
    @Test
    void directory_throughItsLives_isToldApart() throws IOException {
        DataDirectory data = new DataDirectory(folder.resolve("data"));
        assertThat(data.look(OWN)).isEqualTo(new DataState.Empty());
        data.begin(OWN);
        assertThat(data.look(OWN)).isEqualTo(new DataState.Empty());
        Path wal = folder.resolve("data").resolve("member").resolve("wal");
        Files.createDirectories(wal);
        assertThat(data.look(OWN)).isEqualTo(new DataState.Leftovers());
        Files.writeString(wal.resolve("0000000000000000-0000000000000000.wal"), "log");
        assertThat(data.look(OWN)).isEqualTo(new DataState.Present());
        assertThat(data.isLocked()).isFalse();
        assertThat(data.look(new Incarnation("incarnation-2"))).isInstanceOf(DataState.Foreign.class);

        data.moveAside();

        assertThat(data.look(OWN)).isEqualTo(new DataState.Empty());
        assertThat(folder.resolve("data/aside/1/wal/0000000000000000-0000000000000000.wal"))
                .hasContent("log");
    }

    @ParameterizedTest
    @CsvSource({
        "etcd Version: 3.4.23, 3.4.1, true",
        "etcd Version: 3.5.0, 3.4.23, true",
        "etcd Version: 3.6.7, 3.4.23, false",
        "etcd Version: 3.4.23, 3.6.7, false",
        "etcd Version: 3.6.7, '', true"
    })
    void version_afterAnother_isTakenOneMinorAtATime(String told, String earlier, boolean possible) {
        assertThat(EtcdVersion.parse(told).orElseThrow().refuses(earlier).isEmpty())
                .isEqualTo(possible);
    }
}
