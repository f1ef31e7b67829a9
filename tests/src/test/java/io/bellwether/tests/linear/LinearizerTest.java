package io.bellwether.tests.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Histories written by hand, of which a reader can see what they are. */
class LinearizerTest {

    private static final OptionalLong ANY = OptionalLong.empty();
    private static final OptionalLong UNFENCED = OptionalLong.empty();
    private static final Outcome LOST = new Outcome.Unknown(Register.UNSEEN);

    private final List<Call> calls = new ArrayList<>();

    private LinearizerTest call(long invoked, long returned, Action action, Outcome outcome) {
        calls.add(new Call("c" + calls.size(), action, outcome, invoked, returned));
        return this;
    }

    private LinearizerTest lost(long invoked, Action action) {
        return call(invoked, Call.NEVER, action, LOST);
    }

    private LinearizerTest created(long invoked, long returned, String value, long version) {
        return call(invoked, returned, new Action.Create(value, UNFENCED), new Outcome.Written(version));
    }

    private LinearizerTest read(long invoked, long returned, String value, long version) {
        return call(invoked, returned, new Action.Read(), new Outcome.Found(value, version));
    }

    private LinearizerTest missing(long invoked, long returned) {
        return call(invoked, returned, new Action.Read(), new Outcome.Missing());
    }

    private LinearizerTest handedOver(long invoked, long returned, long token, long version) {
        return call(invoked, returned, new Action.HandOver(), new Outcome.HandedOver(token, version));
    }

    private static Action.Update update(String value) {
        return new Action.Update(value, ANY, UNFENCED);
    }

    private static Action.Update updateOf(String value, long expected) {
        return new Action.Update(value, OptionalLong.of(expected), UNFENCED);
    }

    private static Action.Update fenced(String value, long token) {
        return new Action.Update(value, ANY, OptionalLong.of(token));
    }

    private static Outcome written(long version) {
        return new Outcome.Written(version);
    }

    private void assertLinearizable() {
        assertThat(Linearizer.check(calls)).isInstanceOf(Verdict.Linearizable.class);
    }

    private void assertViolated() {
        assertThat(Linearizer.check(calls)).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void nothing_isLinearizable() {
        assertLinearizable();
    }

    @Test
    void reads_duringAWrite_mayStillSeeWhatWasBefore() {
        missing(2, 3).read(4, 5, "a", 1).created(1, 6, "a", 1).assertLinearizable();
    }

    @Test
    void read_ofTheOldValueAfterAReadOfTheNew_isRefused() {
        read(2, 3, "a", 1).missing(4, 5).created(1, 6, "a", 1).assertViolated();
    }

    @Test
    void read_ofTheOldValueAfterTheWriteWasAnswered_isRefused() {
        created(1, 2, "a", 1)
                .call(3, 4, update("b"), written(2))
                .read(5, 6, "a", 1)
                .assertViolated();
    }

    @Test
    void update_ofOneVersionTwice_isRefused() {
        created(1, 2, "a", 1)
                .call(3, 6, updateOf("b", 1), written(2))
                .call(4, 5, updateOf("c", 1), written(3))
                .assertViolated();
    }

    @Test
    void update_ofOneVersionTwice_oneOfThemAConflict_isLinearizable() {
        created(1, 2, "a", 1)
                .call(3, 6, updateOf("b", 1), written(2))
                .call(4, 5, updateOf("c", 1), new Outcome.Conflict())
                .assertLinearizable();
    }

    @Test
    void conflict_withoutAnotherWrite_isRefused() {
        created(1, 2, "a", 1)
                .call(3, 4, updateOf("b", 1), new Outcome.Conflict())
                .assertViolated();
    }

    @Test
    void version_thatDoesNotGrow_isRefusedAlsoAcrossADeletion() {
        created(1, 2, "a", 5)
                .call(3, 4, new Action.Delete(ANY, UNFENCED), new Outcome.Deleted())
                .created(5, 6, "b", 5)
                .assertViolated();
    }

    @Test
    void create_overAnObject_isAConflict() {
        created(1, 2, "a", 1)
                .call(3, 4, new Action.Create("b", UNFENCED), new Outcome.Conflict())
                .read(5, 6, "a", 1)
                .assertLinearizable();
    }

    @Test
    void delete_ofAnotherVersion_isAConflict() {
        created(1, 2, "a", 1)
                .call(3, 4, new Action.Delete(OptionalLong.of(7), UNFENCED), new Outcome.Conflict())
                .call(5, 6, new Action.Delete(OptionalLong.of(7), UNFENCED), new Outcome.Deleted())
                .assertViolated();
    }

    /** The lost write takes effect long after the client gave it up. */
    @Test
    void write_withoutAnAnswer_mayComeMuchLater() {
        created(1, 2, "a", 1)
                .lost(3, update("b"))
                .read(4, 5, "a", 1)
                .read(6, 7, "a", 1)
                .read(8, 9, "b", 2)
                .assertLinearizable();
    }

    @Test
    void write_withoutAnAnswer_mayNeverCome() {
        created(1, 2, "a", 1).lost(3, update("b")).read(4, 5, "a", 1).assertLinearizable();
    }

    @Test
    void write_withoutAnAnswer_comesOnce() {
        created(1, 2, "a", 1)
                .lost(3, update("b"))
                .read(4, 5, "b", 2)
                .call(6, 7, update("c"), written(3))
                .read(8, 9, "b", 2)
                .assertViolated();
    }

    @Test
    void write_withoutAnAnswer_isNotUndone() {
        created(1, 2, "a", 1)
                .lost(3, update("b"))
                .read(4, 5, "b", 2)
                .read(6, 7, "a", 1)
                .assertViolated();
    }

    /** Nobody saw what the lost update wrote, but only it explains the conflict. */
    @Test
    void write_withoutAnAnswerThatNobodySaw_explainsAConflict() {
        created(1, 2, "a", 1)
                .lost(3, update("b"))
                .call(4, 5, updateOf("c", 1), new Outcome.Conflict())
                .assertLinearizable();
    }

    @Test
    void update_withoutAnAnswer_onlyOverTheVersionThatItExpects() {
        created(1, 2, "a", 1)
                .call(3, 4, update("b"), written(2))
                .lost(5, updateOf("c", 1))
                .read(6, 7, "c", 3)
                .assertViolated();
    }

    @Test
    void read_ofWhatNobodyWrote_isRefused() {
        created(1, 2, "a", 1).read(3, 4, "x", 2).assertViolated();
    }

    @Test
    void fencedWrite_afterTheHandover_isRefusedByTheServerOrByTheChecker() {
        created(1, 2, "a", 1)
                .handedOver(3, 4, 1, 2)
                .call(5, 6, fenced("b", 1), written(3))
                .handedOver(7, 8, 2, 4)
                .call(9, 10, fenced("c", 1), new Outcome.FencedOut())
                .assertLinearizable();
        call(11, 12, fenced("d", 1), written(5)).assertViolated();
    }

    @Test
    void fencedWrite_duringTheHandover_mayComeFirst() {
        created(1, 2, "a", 1)
                .handedOver(3, 4, 1, 2)
                .handedOver(6, 7, 2, 4)
                .call(5, 8, fenced("b", 1), written(3))
                .assertLinearizable();
    }

    /** The version says that the deposed leader's write came after the successor's. */
    @Test
    void fencedWrite_duringTheHandoverButAfterTheSuccessorsWrite_isRefused() {
        created(1, 2, "a", 1)
                .handedOver(3, 4, 1, 2)
                .handedOver(6, 7, 2, 3)
                .call(8, 9, fenced("c", 2), written(4))
                .call(5, 10, fenced("b", 1), written(5))
                .assertViolated();
    }

    /** Nobody wrote in between, but the versions of the Lease and of the object say which came first. */
    @Test
    void fencedWrite_duringTheHandoverButCommittedAfterIt_isRefused() {
        created(1, 2, "a", 1)
                .handedOver(3, 4, 1, 2)
                .handedOver(6, 7, 2, 3)
                .call(5, 8, fenced("b", 1), written(4))
                .assertViolated();
    }

    @Test
    void fencedOut_ofTheLeader_isRefused() {
        created(1, 2, "a", 1)
                .handedOver(3, 4, 1, 2)
                .call(5, 6, fenced("b", 1), new Outcome.FencedOut())
                .assertViolated();
    }

    /** The server looked at the token first and at the object then, and wrote nothing. */
    @Test
    void conflict_ofAFencedWrite_doesNotVouchForTheFence() {
        created(1, 2, "a", 1)
                .handedOver(3, 4, 1, 2)
                .call(5, 6, new Action.Update("b", OptionalLong.of(7), OptionalLong.of(9)), new Outcome.Conflict())
                .assertLinearizable();
    }

    @Test
    void handover_withoutAnAnswer_explainsATokenThatGrew() {
        handedOver(1, 2, 1, 1)
                .call(3, Call.NEVER, new Action.HandOver(), LOST)
                .call(4, 5, new Action.ReadToken(), new Outcome.Token(1))
                .call(6, 7, new Action.ReadToken(), new Outcome.Token(2))
                .handedOver(8, 9, 3, 3)
                .assertLinearizable();
        call(10, 11, new Action.ReadToken(), new Outcome.Token(2)).assertViolated();
    }

    @Test
    void violation_saysWhereItStuck() {
        created(1, 2, "a", 1).read(3, 4, "x", 2);
        assertThat(Linearizer.check(calls)).hasToString("""
                not linearizable: after 1 calls, the last of them
                  [1, 2] c0: Create[value=a, token=OptionalLong.empty] -> Written[version=1]
                the register is Register[value=Optional[a], version=1, newest=1, token=0], and none of these can be next:
                  [3, 4] c1: Read[] -> Found[value=x, version=2]
                """);
    }
}
