package io.bellwether.etcd.discovery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Seat;
import io.bellwether.etcd.discovery.Shelf.Note;
import io.bellwether.execution.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A meeting place without a service of its own: the nodes write the same notes to the same {@link Shelf}.
 *
 * <p>Shape: {@code size}, written once by whoever comes first with a size; {@code formation} and {@code authority},
 * changed by compare-and-set; {@code nodes/<id>}, which each node writes when it has something new to say, and again
 * with a number that grows when it has said nothing for a while, so that others see that it lives.
 *
 * <p>Threads: safe from any thread; blocks on the shelf.
 */
public final class SharedBoard implements Discovery {

    private static final String NODES = "nodes/";

    /** When a note was written, by its node's clock. */
    private static final String BEAT = "beat";

    /** A node that says nothing new is heard so often: a tenth of what makes it doubtful. */
    private static final Duration BEAT_EVERY = Duration.ofMillis(500);

    private final Shelf shelf;
    private final Clock clock;
    private final Optional<Integer> wished;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Freshness freshness = new Freshness();

    /**
     * On a shelf.
     *
     * @param wished with how many voters the cluster forms, where nobody has said so yet
     */
    public SharedBoard(Shelf shelf, Clock clock, Optional<Integer> wished) {
        this.shelf = shelf;
        this.clock = clock;
        this.wished = wished;
    }

    /** All notes, by name. */
    private record Notes(Map<String, Note> all) {

        Optional<Note> find(String name) {
            return Optional.ofNullable(all.get(name));
        }

        Optional<Integer> size() {
            return find("size").map(note -> Integer.parseInt(note.text()));
        }

        Optional<Formation> formation() {
            return find("formation").map(note -> Wire.formation(Wire.JSON.readTree(note.text())));
        }

        long revision() {
            return find("formation").map(Note::version).orElse(0L);
        }
    }

    @Override
    public Ages ages() {
        return Ages.SINCE_FIRST_SEEN;
    }

    @Override
    public Word board() {
        return ask(notes -> true);
    }

    @Override
    public Word report(Report report) {
        return ask(notes -> {
            String name = NODES + report.registration().node();
            Optional<Note> known = notes.find(name);
            long now = clock.nanos();
            return known.filter(note -> saysTheSame(note, report, now)).isPresent()
                    || shelf.write(name, Wire.of(report).put(BEAT, now).toString(), known);
        });
    }

    /** Whether a node's note, which nobody else writes, is as good as a new one; the beat is by its own clock. */
    private static boolean saysTheSame(Note note, Report report, long now) {
        JsonNode written = Wire.JSON.readTree(note.text());
        long age = now - written.path(BEAT).asLong();
        return age >= 0
                && age < BEAT_EVERY.toNanos()
                && Wire.of(report).set(BEAT, written.path(BEAT)).toString().equals(note.text());
    }

    @Override
    public Word propose(List<Seat> seats, long revision) {
        return ask(notes -> notes.revision() == revision
                && take(Agreement.propose(notes.formation(), notes.size().orElseThrow(), seats), notes));
    }

    @Override
    public Word begin(NodeId node, long revision) {
        return ask(notes -> {
            Agreement agreement = Agreement.begin(notes.formation(), node);
            // Who said so before, and was not answered, is answered now.
            return (agreement instanceof Agreement.Done || notes.revision() == revision) && take(agreement, notes);
        });
    }

    @Override
    public Word formed(ClusterId cluster) {
        return ask(
                notes -> take(Agreement.formed(notes.formation(), notes.size().orElseThrow(), cluster), notes));
    }

    @Override
    public Word restored(ClusterId lost, ClusterId cluster) {
        return ask(
                notes -> take(Agreement.restored(notes.formation(), notes.size().orElseThrow(), lost, cluster), notes));
    }

    @Override
    public Word keep(String sealed) {
        return ask(notes -> notes.find("authority").isPresent()
                ? notes.find("authority").get().text().equals(sealed)
                : shelf.write("authority", sealed, Optional.empty()));
    }

    private boolean take(Agreement agreement, Notes notes) throws IOException {
        return switch (agreement) {
            case Agreement.Write(Formation next) ->
                shelf.write("formation", Wire.of(next).toString(), notes.find("formation"));
            case Agreement.Done done -> true;
            case Agreement.Conflict conflict -> false;
        };
    }

    /** Answers whether it did what was asked. */
    private interface Work {
        boolean run(Notes notes) throws IOException;
    }

    private Word ask(Work work) {
        try {
            Notes before = read();
            if (before.size().isEmpty()) {
                if (wished.isEmpty()) {
                    return new Word.WrongToken("nobody has said with how many voters the cluster is to form, at "
                            + shelf.where() + "; say --cluster-size");
                }
                boolean unused = shelf.write("size", wished.get().toString(), Optional.empty());
                before = read();
            }
            boolean done = work.run(before);
            Board board = board(read());
            return done ? new Word.Heard(board) : new Word.Conflict(board);
        } catch (IOException silent) {
            return new Word.Silence(shelf.where() + " does not answer: " + silent.getMessage());
        } catch (JacksonException | IllegalArgumentException foreign) {
            return new Word.Silence("what lies at " + shelf.where() + " is nothing of ours");
        }
    }

    private Notes read() throws IOException {
        Map<String, Note> all = new HashMap<>();
        shelf.notes().forEach(note -> all.put(note.name(), note));
        return new Notes(all);
    }

    private Board board(Notes notes) {
        Formation formation = notes.formation()
                .orElseGet(() -> new Formation.Unclaimed(notes.size().orElseThrow()));
        return new Board(
                formation,
                notes.revision(),
                reports(notes),
                notes.find("authority").map(Note::text));
    }

    private List<Report> reports(Notes notes) {
        List<Report> reports = new ArrayList<>();
        long now = clock.nanos();
        lock.lock();
        try {
            for (Note each : notes.all().values()) {
                if (each.name().startsWith(NODES)) {
                    Report said = Wire.report(Wire.JSON.readTree(each.text()), each.order(), Duration.ZERO);
                    freshness.see(said, each.version(), each.order(), now).ifPresent(reports::add);
                }
            }
        } finally {
            lock.unlock();
        }
        return reports;
    }
}
