package io.bellwether.tests.etcd;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/** What happens to one member at a time. */
enum Fault {
    /** etcd is killed; its supervisor starts it again. */
    KILL_ETCD {
        @Override
        void strike(HostedMember victim, List<HostedMember> others, Network network, RandomGenerator random) {
            victim.killEtcd();
        }
    },
    /** The supervisor is killed, and another started at once. */
    KILL_SUPERVISOR {
        @Override
        void strike(HostedMember victim, List<HostedMember> others, Network network, RandomGenerator random)
                throws IOException, InterruptedException {
            victim.replaceSupervisor();
        }
    },
    /** The machine loses power, and comes back with its disk. */
    CRASH {
        @Override
        void strike(HostedMember victim, List<HostedMember> others, Network network, RandomGenerator random)
                throws IOException, InterruptedException {
            victim.crash();
            Patience.pause(random.nextLong(LONGEST_MILLIS));
            victim.start();
        }
    },
    /** The machine loses power and its disk. */
    WIPE {
        @Override
        void strike(HostedMember victim, List<HostedMember> others, Network network, RandomGenerator random)
                throws IOException, InterruptedException {
            victim.crash();
            victim.wipe(random.nextBoolean());
            Patience.pause(random.nextLong(LONGEST_MILLIS));
            victim.start();
        }
    },
    /** Nothing comes through between the machine and the others. */
    CUT_OFF {
        @Override
        void strike(HostedMember victim, List<HostedMember> others, Network network, RandomGenerator random)
                throws IOException, InterruptedException {
            for (HostedMember other : others) {
                network.cutBoth(victim.host(), other.host());
            }
            Patience.pause(random.nextLong(LONGEST_MILLIS));
            network.heal();
        }
    },
    /** What the machine sends to the others is lost; it hears them. */
    DUMB {
        @Override
        void strike(HostedMember victim, List<HostedMember> others, Network network, RandomGenerator random)
                throws IOException, InterruptedException {
            for (HostedMember other : others) {
                network.cut(victim.host(), other.host());
            }
            Patience.pause(random.nextLong(LONGEST_MILLIS));
            network.heal();
        }
    },
    /** etcd stands still for a while. */
    PAUSE_ETCD {
        @Override
        void strike(HostedMember victim, List<HostedMember> others, Network network, RandomGenerator random)
                throws IOException, InterruptedException {
            victim.signalEtcd("STOP");
            Patience.pause(random.nextLong(LONGEST_MILLIS));
            victim.signalEtcd("CONT");
        }
    };

    private static final long LONGEST_MILLIS = 5 * HostedMember.ELECTION_MILLIS;

    /** Strikes; what heals by itself may go on afterwards. */
    abstract void strike(HostedMember victim, List<HostedMember> others, Network network, RandomGenerator random)
            throws IOException, InterruptedException;
}
