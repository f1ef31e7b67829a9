package io.bellwether.election;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Searches every world that a model can reach within a horizon, and each once.
 *
 * <p>Limits: worlds that have been visited are remembered by 64 bits of their text; among ten million the chance that
 * two share them is one in three hundred thousand.
 */
final class ModelSearch {

    private final Function<ModelWorld, List<Move>> moves;
    private final Fingerprints visited = new Fingerprints();
    private long transitions;
    private long ends;

    ModelSearch(Function<ModelWorld, List<Move>> moves) {
        this.moves = moves;
    }

    /** How far to go: so many moves, and so many ticks. */
    record Horizon(int moves, int ticks) {}

    /** A world, and how one came there. */
    private record Visit(ModelWorld world, int depth, Optional<Path> path) {}

    private record Path(String move, Optional<Path> before) {

        @Override
        public String toString() {
            return before.map(path -> path + "; ").orElse("") + move;
        }
    }

    /**
     * Visits all worlds within the horizon, nearest first when the number of moves limits it; an invariant that is
     * broken in one is thrown, with the path to it.
     *
     * @param end is shown each world from which the search went no further
     */
    void search(ModelWorld root, Horizon horizon, Consumer<ModelWorld> end) {
        Deque<Visit> open = new ArrayDeque<>();
        boolean unused = visited.add(root.toString());
        open.add(new Visit(root, 0, Optional.empty()));
        // By depth first the open worlds are few; but a world must be met first on its shortest path where moves count.
        boolean nearestFirst = horizon.moves() < Integer.MAX_VALUE;
        int lastTick = root.time() + horizon.ticks();
        while (!open.isEmpty()) {
            Visit visit = nearestFirst ? open.removeFirst() : open.removeLast();
            if (visit.depth() < horizon.moves() && visit.world().time() < lastTick) {
                expand(visit, open);
            } else {
                ends++;
                ending(visit, end);
            }
        }
    }

    private void expand(Visit visit, Deque<Visit> open) {
        for (Move move : moves.apply(visit.world())) {
            transitions++;
            Optional<Path> path = Optional.of(new Path(move.what(), visit.path()));
            ModelWorld next;
            try {
                next = move.to().get();
            } catch (AssertionError broken) {
                throw new AssertionError(broken.getMessage() + "\n after: " + path.get(), broken);
            }
            if (visited.add(next.toString())) {
                open.addLast(new Visit(next, visit.depth() + 1, path));
            }
        }
    }

    private static void ending(Visit visit, Consumer<ModelWorld> end) {
        try {
            end.accept(visit.world());
        } catch (AssertionError broken) {
            throw new AssertionError(broken.getMessage() + "\n after: " + visit.path(), broken);
        }
    }

    long states() {
        return visited.size();
    }

    long transitions() {
        return transitions;
    }

    /** From how many worlds the search went no further. */
    long ends() {
        return ends;
    }
}
