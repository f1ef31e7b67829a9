package io.bellwether.benchmarks.http;

/** What is measured over HTTP. */
public sealed interface Scenario {

    /** As on the command line and in the results, such as {@code create-16}. */
    String name();

    /** Clients create objects, each one after the other. */
    record Create(int clients) implements Scenario {
        @Override
        public String name() {
            return "create-" + clients;
        }
    }

    /** Clients replace an object each. */
    record Update(int clients) implements Scenario {
        @Override
        public String name() {
            return "update-" + clients;
        }
    }

    /** Clients read one of a thousand objects. */
    record Get(int clients) implements Scenario {
        @Override
        public String name() {
            return "get-" + clients;
        }
    }

    /** The big list is read whole. */
    record ListAll() implements Scenario {
        @Override
        public String name() {
            return "list";
        }
    }

    /** Watches of one collection that changes at a rate. */
    record Watch(int watches, int eventsPerSecond) implements Scenario {
        @Override
        public String name() {
            return "watch-" + watches + "x" + eventsPerSecond;
        }
    }
}
