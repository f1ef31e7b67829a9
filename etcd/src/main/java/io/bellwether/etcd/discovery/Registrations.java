package io.bellwether.etcd.discovery;

import io.bellwether.etcd.core.Founder;
import java.util.List;

/**
 * Who is known where the nodes of a cluster meet, as a node without a supervisor sees it.
 *
 * <p>Threads: safe from any thread; each call blocks its caller for a bounded time.
 *
 * <p>Errors: none; see {@link Known}.
 */
public interface Registrations {

    /** What is known; changes nothing. */
    Known read();

    /** Tells of a member that joined later, so that others find it here; whether that worked does not matter to it. */
    void register(String memberId, Founder member);

    /** What is known there. */
    sealed interface Known {

        /**
         * Stock members found a cluster by registering.
         *
         * @param size how many found it
         * @param members in the order of registration
         */
        record Cluster(int size, List<Founder> members) implements Known {

            /** Copies the list. */
            public Cluster {
                members = List.copyOf(members);
            }
        }

        /**
         * Supervised members have founded a cluster.
         *
         * @param size how many did
         * @param members that say of themselves that they are some
         */
        record Formed(int size, List<Founder> members) implements Known {

            /** Copies the list. */
            public Formed {
                members = List.copyOf(members);
            }
        }

        /**
         * Nothing has formed, and only supervised members can found a cluster there.
         *
         * @param size how many will
         */
        record Unfounded(int size) implements Known {}

        /** There is no such token. */
        record WrongToken(String text) implements Known {}

        /** No answer, or none that is one. */
        record Silence(String text) implements Known {}
    }
}
