package io.bellwether.tests.linear;

import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Reads and writes the registers, each at random, without leading anything.
 *
 * <p>Threads: run by one.
 */
record Worker(RegisterClient client, List<String> objects, RandomGenerator random, Run run) implements Run.Task {

    @Override
    public void call() throws InterruptedException {
        while (run.goesOn()) {
            String object = objects.get(random.nextInt(objects.size()));
            int choice = random.nextInt(100);
            if (choice < 10) {
                client.list(objects);
            } else {
                var unused = client.call(object, action(client, object, choice));
            }
        }
    }

    /** What the client does to the object, for a choice of 10 to 99. */
    static Action action(Caller client, String object, int choice) {
        OptionalLong none = OptionalLong.empty();
        if (choice < 40) {
            return new Action.Read();
        }
        if (choice < 70) {
            // What was last seen of the object: others have seen it as well, and one of them comes first.
            return new Action.Update(client.freshValue(), client.lastSeen(object), none);
        }
        if (choice < 80) {
            return new Action.Update(client.freshValue(), none, none);
        }
        if (choice < 92) {
            return new Action.Create(client.freshValue(), none);
        }
        return new Action.Delete(choice < 96 ? client.lastSeen(object) : none, none);
    }
}
