package io.bellwether.etcd.discovery;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Notes in memory; it can be away for a while.
 *
 * <p>Threads: one at a time.
 */
final class MapShelf implements Shelf {

    private final Map<String, Note> notes = new HashMap<>();
    private long version;
    private boolean away;

    void leave() {
        away = true;
    }

    void comeBack() {
        away = false;
    }

    private void answer() throws IOException {
        if (away) {
            throw new IOException("away");
        }
    }

    @Override
    public List<Note> notes() throws IOException {
        answer();
        return List.copyOf(notes.values());
    }

    @Override
    public boolean write(String name, String text, Optional<Note> before) throws IOException {
        answer();
        if (!Optional.ofNullable(notes.get(name)).equals(before)) {
            return false;
        }
        version++;
        notes.put(name, new Note(name, text, before.map(Note::order).orElse(version), version));
        return true;
    }

    @Override
    public String where() {
        return "a map";
    }
}
