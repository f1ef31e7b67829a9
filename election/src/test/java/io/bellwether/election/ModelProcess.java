package io.bellwether.election;

import io.bellwether.election.core.Effect;
import io.bellwether.election.core.Input;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.State;
import io.bellwether.election.core.Term;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One process of the model: the real state of the real rules, and what a shell holds around it.
 *
 * @param state what the rules know
 * @param timeoutAtNanos when the shell gives up the request in flight, on the process's clock
 * @param requests on their way to the server, oldest first
 * @param replies on their way back, oldest first
 * @param watch what the open watch has yet to deliver; empty while there is none
 * @param belief the leadership that the process's readers see
 * @param work what the user's code does
 * @param life whether it runs
 */
record ModelProcess(
        State state,
        long timeoutAtNanos,
        List<Request> requests,
        List<Reply> replies,
        Optional<Watch> watch,
        Optional<Belief> belief,
        Work work,
        Life life) {

    /** Older messages than these are lost: a candidate has one under way, and what it gave up on before. */
    private static final int MESSAGES = 2;

    /** Whether something happens at its time, or is held up until somebody lets it go. */
    enum Pace {
        PROMPT,
        HELD
    }

    /** A request on its way to the server. */
    record Request(Effect effect, Pace pace) {}

    /** An answer on its way back. */
    record Reply(Input input, Pace pace) {}

    /** An open watch; at most the newest version waits. */
    record Watch(Optional<Input> waiting, Pace pace) {}

    /** What {@link Leadership} holds. */
    record Belief(Term term, long validUntilNanos) {}

    /** What the user's code does. */
    sealed interface Work {
        record Idle() implements Work {}

        record Running(long term) implements Work {}

        record Stopping(long term, Pace pace) implements Work {}
    }

    /** Whether a process runs. */
    enum Life {
        ALIVE,
        PAUSED,
        DEAD
    }

    static ModelProcess initial() {
        return new ModelProcess(
                State.initial(State.Role.CANDIDATE),
                Long.MAX_VALUE,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Work.Idle(),
                Life.ALIVE);
    }

    boolean isAlive() {
        return life != Life.DEAD;
    }

    /** A paused process's readers would see it, were they to run: so it counts. */
    boolean believes(long localNanos) {
        return isAlive()
                && belief.filter(held -> localNanos < held.validUntilNanos()).isPresent();
    }

    boolean isWorking() {
        return isAlive() && !(work instanceof Work.Idle);
    }

    /** Whether the shell has given up the request in flight by now. */
    boolean hasTimedOut(long localNanos) {
        return state.operation().isPresent() && timeoutAtNanos <= localNanos;
    }

    Optional<Input> waiting() {
        return watch.flatMap(Watch::waiting);
    }

    ModelProcess with(State next) {
        return new ModelProcess(next, timeoutAtNanos, requests, replies, watch, belief, work, life);
    }

    ModelProcess with(Life next) {
        return new ModelProcess(state, timeoutAtNanos, requests, replies, watch, belief, work, next);
    }

    ModelProcess with(Optional<Belief> next, Work doing) {
        return new ModelProcess(state, timeoutAtNanos, requests, replies, watch, next, doing, life);
    }

    ModelProcess withWatch(Optional<Watch> next) {
        return new ModelProcess(state, timeoutAtNanos, requests, replies, next, belief, work, life);
    }

    private ModelProcess withMessages(List<Request> asked, List<Reply> answered) {
        return new ModelProcess(state, timeoutAtNanos, asked, answered, watch, belief, work, life);
    }

    ModelProcess sending(Effect effect, long untilNanos) {
        return new ModelProcess(state, untilNanos, requests, replies, watch, belief, work, life).repeating(effect);
    }

    /** The network delivers it once more. */
    ModelProcess repeating(Effect effect) {
        return withMessages(appended(requests, new Request(effect, Pace.PROMPT)), replies);
    }

    ModelProcess awaiting(Input reply) {
        return withMessages(requests, appended(replies, new Reply(reply, Pace.PROMPT)));
    }

    ModelProcess withoutRequest(int index) {
        return withMessages(without(requests, index), replies);
    }

    ModelProcess withoutReply(int index) {
        return withMessages(requests, without(replies, index));
    }

    ModelProcess holdingRequest(int index) {
        Request held = new Request(requests.get(index).effect(), Pace.HELD);
        return withMessages(replaced(requests, index, held), replies);
    }

    ModelProcess holdingReply(int index) {
        Reply held = new Reply(replies.get(index).input(), Pace.HELD);
        return withMessages(requests, replaced(replies, index, held));
    }

    ModelProcess holdingWatch() {
        return withWatch(Optional.of(new Watch(waiting(), Pace.HELD)));
    }

    /** The watch has delivered what waited. */
    ModelProcess heard() {
        return withWatch(Optional.of(new Watch(Optional.empty(), Pace.PROMPT)));
    }

    /** An open watch will deliver this version; one that is held up stays so. */
    ModelProcess hearing(LockSnapshot snapshot) {
        return withWatch(watch.map(open -> new Watch(Optional.of(new Input.WatchChanged(snapshot)), open.pace())));
    }

    /** Opens the watch, which delivers at once what is newer. */
    ModelProcess watching(Optional<LockRevision> after, ModelRegister register) {
        boolean behind = after.isEmpty() || after.get().order() < register.revision();
        Optional<Input> waiting = behind ? register.current().map(Input.WatchChanged::new) : Optional.empty();
        return withWatch(Optional.of(new Watch(waiting, Pace.PROMPT)));
    }

    /** Nothing is held up any more. */
    ModelProcess released() {
        Work doing = work instanceof Work.Stopping stopping ? new Work.Stopping(stopping.term(), Pace.PROMPT) : work;
        return new ModelProcess(
                state,
                timeoutAtNanos,
                requests.stream()
                        .map(each -> new Request(each.effect(), Pace.PROMPT))
                        .toList(),
                replies.stream()
                        .map(each -> new Reply(each.input(), Pace.PROMPT))
                        .toList(),
                watch.map(open -> new Watch(open.waiting(), Pace.PROMPT)),
                belief,
                doing,
                life == Life.PAUSED ? Life.ALIVE : life);
    }

    /** Its requests may still arrive. */
    ModelProcess dead() {
        return new ModelProcess(
                State.initial(State.Role.CANDIDATE),
                Long.MAX_VALUE,
                requests,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Work.Idle(),
                Life.DEAD);
    }

    private static <T> List<T> appended(List<T> list, T last) {
        return Stream.concat(list.stream().skip(Math.max(0, list.size() + 1L - MESSAGES)), Stream.of(last))
                .toList();
    }

    private static <T> List<T> without(List<T> list, int index) {
        return Stream.concat(list.stream().limit(index), list.stream().skip(index + 1L))
                .toList();
    }

    private static <T> List<T> replaced(List<T> list, int index, T other) {
        return Stream.of(
                        list.stream().limit(index),
                        Stream.of(other),
                        list.stream().skip(index + 1L))
                .flatMap(part -> part)
                .toList();
    }
}
