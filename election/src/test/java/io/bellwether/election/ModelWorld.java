package io.bellwether.election;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One state of the model: everything that decides what can happen next.
 *
 * @param time in ticks of true time
 * @param register the lock
 * @param processes by number
 * @param greatestToken of any term that began
 * @param budget what may still go wrong
 */
record ModelWorld(int time, ModelRegister register, List<ModelProcess> processes, long greatestToken, Budget budget) {

    /**
     * How often what may still happen.
     *
     * @param delays something is held up for a while: a message, a watch, the work, a process
     * @param losses messages lost
     * @param duplicates requests that arrive twice
     * @param crashes processes that die
     * @param resignations of leaders
     * @param closings of candidates
     */
    record Budget(int delays, int losses, int duplicates, int crashes, int resignations, int closings) {

        static final Budget NONE = new Budget(0, 0, 0, 0, 0, 0);

        Budget withDelays(int count) {
            return new Budget(count, losses, duplicates, crashes, resignations, closings);
        }

        Budget withLosses(int count) {
            return new Budget(delays, count, duplicates, crashes, resignations, closings);
        }

        Budget withDuplicates(int count) {
            return new Budget(delays, losses, count, crashes, resignations, closings);
        }

        Budget withCrashes(int count) {
            return new Budget(delays, losses, duplicates, count, resignations, closings);
        }

        Budget withResignations(int count) {
            return new Budget(delays, losses, duplicates, crashes, count, closings);
        }

        Budget withClosings(int count) {
            return new Budget(delays, losses, duplicates, crashes, resignations, count);
        }
    }

    static ModelWorld initial(int processes, Budget budget) {
        return new ModelWorld(
                0,
                ModelRegister.EMPTY,
                Stream.generate(ModelProcess::initial).limit(processes).toList(),
                0,
                budget);
    }

    ModelProcess process(int index) {
        return processes.get(index);
    }

    ModelWorld with(int index, ModelProcess process) {
        List<ModelProcess> next = IntStream.range(0, processes.size())
                .mapToObj(each -> each == index ? process : processes.get(each))
                .toList();
        return with(next);
    }

    ModelWorld with(ModelRegister next) {
        return new ModelWorld(time, next, processes, greatestToken, budget);
    }

    ModelWorld with(List<ModelProcess> next) {
        return new ModelWorld(time, register, next, greatestToken, budget);
    }

    ModelWorld with(Budget next) {
        return new ModelWorld(time, register, processes, greatestToken, next);
    }

    ModelWorld withToken(long token) {
        return new ModelWorld(time, register, processes, token, budget);
    }

    ModelWorld later() {
        return new ModelWorld(time + 1, register, processes, greatestToken, budget);
    }

    /** The same once all faults have stopped: nothing is held up, and nothing more goes wrong. */
    ModelWorld released() {
        return with(processes.stream().map(ModelProcess::released).toList()).with(Budget.NONE);
    }
}
