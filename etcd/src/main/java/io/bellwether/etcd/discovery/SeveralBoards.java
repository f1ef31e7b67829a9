package io.bellwether.etcd.discovery;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Seat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Several meeting places in a fixed order, the same for every node: what is agreed on is agreed on at the first alone;
 * what the nodes say about themselves hangs at all of them.
 *
 * <p>Shape: while the first is silent, nothing is agreed on, but nodes still hear of each other, and of a cluster that
 * has formed. A first that does not know the token any more, while another knows the cluster that formed under it, has
 * lost what it knew, and counts as silent. Whatever the first says has formed is told to the others that do not know
 * it.
 *
 * <p>Threads: safe from any thread; the places are asked at the same time, on the executor.
 */
public final class SeveralBoards implements Discovery {

    private final List<Discovery> places;
    private final Executor executor;

    /** At these places; at least one. */
    public SeveralBoards(List<Discovery> places, Executor executor) {
        if (places.isEmpty()) {
            throw new IllegalArgumentException("nodes meet somewhere");
        }
        this.places = List.copyOf(places);
        this.executor = executor;
    }

    @Override
    public Ages ages() {
        return places.stream().allMatch(place -> place.ages() == Ages.SINCE_REPORTED)
                ? Ages.SINCE_REPORTED
                : Ages.SINCE_FIRST_SEEN;
    }

    @Override
    public Word board() {
        return atAll(Discovery::board);
    }

    @Override
    public Word report(Report report) {
        return atAll(place -> place.report(report));
    }

    @Override
    public Word propose(List<Seat> seats, long revision) {
        return places.getFirst().propose(seats, revision);
    }

    @Override
    public Word begin(NodeId node, long revision) {
        return places.getFirst().begin(node, revision);
    }

    @Override
    public Word formed(ClusterId cluster) {
        return atAll(place -> place.formed(cluster));
    }

    /** The first decides; the others follow. */
    @Override
    public Word restored(ClusterId lost, ClusterId cluster) {
        Word decided = places.getFirst().restored(lost, cluster);
        if (decided instanceof Word.Heard) {
            List<Word> unused = atOthers(place -> place.restored(lost, cluster));
        }
        return decided;
    }

    /** The first decides whose it is; the others follow what it keeps. */
    @Override
    public Word keep(String sealed) {
        Word decided = places.getFirst().keep(sealed);
        boardOf(decided).flatMap(Board::authority).ifPresent(known -> {
            List<Word> unused = atOthers(place -> place.keep(known));
        });
        return decided;
    }

    private Word atAll(Function<Discovery, Word> call) {
        List<Word> words = at(places, call);
        Word first = words.getFirst();
        return switch (first) {
            case Word.Heard heard -> deciding(first, words);
            case Word.Conflict conflict -> deciding(first, words);
            case Word.WrongToken wrong ->
                words.stream().anyMatch(word -> formedAt(word).isPresent()) ? others(first, words) : first;
            case Word.Silence silence -> others(first, words);
        };
    }

    private Word deciding(Word first, List<Word> words) {
        formedAt(first).ifPresent(cluster -> lead(cluster, words));
        return first;
    }

    private static Word others(Word first, List<Word> words) {
        List<Board> others =
                words.stream().flatMap(word -> boardOf(word).stream()).toList();
        return others.isEmpty() ? first : new Word.Heard(merged(others));
    }

    /** A place that was away when the cluster formed, or when it was given up for another one, is told. */
    private void lead(ClusterId cluster, List<Word> words) {
        for (int place = 1; place < places.size(); place++) {
            Word word = words.get(place);
            Optional<ClusterId> known = formedAt(word);
            if (boardOf(word).isPresent() && !known.equals(Optional.of(cluster))) {
                Word unused = places.get(place).restored(known.orElse(cluster), cluster);
            }
        }
    }

    private static Optional<ClusterId> formedAt(Word word) {
        return boardOf(word)
                .map(Board::formation)
                .filter(Formation.Formed.class::isInstance)
                .map(Formation.Formed.class::cast)
                .map(Formation.Formed::cluster);
    }

    private List<Word> atOthers(Function<Discovery, Word> call) {
        return at(places.subList(1, places.size()), call);
    }

    /** At the same time, on the executor. */
    private List<Word> at(List<Discovery> asked, Function<Discovery, Word> call) {
        return asked.stream()
                .map(place -> CompletableFuture.supplyAsync(() -> call.apply(place), executor))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private static Optional<Board> boardOf(Word word) {
        return switch (word) {
            case Word.Heard(Board board) -> Optional.of(board);
            case Word.Conflict(Board board) -> Optional.of(board);
            case Word.WrongToken wrong -> Optional.empty();
            case Word.Silence silence -> Optional.empty();
        };
    }

    private static Board merged(List<Board> boards) {
        Map<NodeId, Report> youngest = new LinkedHashMap<>();
        for (Board board : boards) {
            board.reports()
                    .forEach(report -> youngest.merge(report.registration().node(), report, SeveralBoards::younger));
        }
        Formation formation = boards.stream()
                .map(Board::formation)
                .filter(Formation.Formed.class::isInstance)
                .findFirst()
                .orElseGet(Formation.Unknown::new);
        Optional<String> authority =
                boards.stream().flatMap(board -> board.authority().stream()).findFirst();
        return new Board(formation, 0, List.copyOf(youngest.values()), authority);
    }

    private static Report younger(Report one, Report other) {
        return one.registration().age().compareTo(other.registration().age()) <= 0 ? one : other;
    }
}
