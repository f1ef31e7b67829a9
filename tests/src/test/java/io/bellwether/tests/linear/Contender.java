package io.bellwether.tests.linear;

import io.bellwether.election.ElectionListener;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.Leadership;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Leads for a while, writes under its token, resigns in the middle of it, and goes on writing as if it had not heard.
 *
 * <p>Threads: run by one; the terms come from the election's listener.
 */
record Contender(
        RegisterClient client,
        String object,
        LeaderElection election,
        BlockingQueue<Leadership> terms,
        RandomGenerator random,
        Run run)
        implements Run.Task {

    private static final int LATE_WRITES = 12;
    private static final long PATIENCE_MILLIS = 200;

    /** Hands the terms of an election to its contender. */
    static ElectionListener listener(BlockingQueue<Leadership> terms) {
        return new ElectionListener() {
            @Override
            public void onStarted(Leadership leadership) {
                terms.add(leadership);
            }
        };
    }

    @Override
    public void call() throws InterruptedException {
        while (run.goesOn()) {
            Leadership term = terms.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (term != null) {
                lead(term);
            }
        }
    }

    private void lead(Leadership term) throws InterruptedException {
        OptionalLong token = OptionalLong.of(term.fencingToken().value());
        int writes = 3 + random.nextInt(15);
        for (int write = 0; write < writes && run.goesOn(); write++) {
            var unused = client.call(object, action(token));
        }
        election.resign();
        for (int write = 0; write < LATE_WRITES && run.goesOn(); write++) {
            Optional<Outcome> outcome = client.call(object, action(token));
            if (outcome.equals(Optional.of(new Outcome.FencedOut()))) {
                return;
            }
        }
    }

    private Action action(OptionalLong token) {
        OptionalLong none = OptionalLong.empty();
        return switch (random.nextInt(10)) {
            case 0, 1 -> new Action.Read();
            case 2 -> new Action.Create(client.freshValue(), token);
            case 3 -> new Action.Delete(none, token);
            case 4, 5, 6 -> new Action.Update(client.freshValue(), client.lastSeen(object), token);
            default -> new Action.Update(client.freshValue(), none, token);
        };
    }
}
