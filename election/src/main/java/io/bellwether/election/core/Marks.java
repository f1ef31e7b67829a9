package io.bellwether.election.core;

import java.util.Map;
import java.util.TreeMap;

/**
 * What our candidates write beside the fields that every implementation knows; all of it empty in a record of somebody
 * else's.
 *
 * <p>A lock's store keeps the texts of {@link #texts} as they are, in whatever place it has for them: annotations, a
 * column, a part of a value.
 *
 * @param nonce which write of which candidate this is
 * @param successor in a free record: who may take it before everybody else
 * @param origin where the holder runs, for instance the UID of its pod and the name of its container; two processes
 *     never run at one origin at the same time
 * @param notes what the holder says about itself, for instance the address at which it serves. The map is copied
 */
public record Marks(String nonce, String successor, String origin, Map<String, String> notes) {

    /** No marks. */
    public static final Marks NONE = new Marks("", "", "", Map.of());

    private static final String NONCE = "nonce";
    private static final String SUCCESSOR = "successor";
    private static final String ORIGIN = "origin";
    private static final String NOTE = "note.";

    /** The map is copied. */
    public Marks {
        notes = Map.copyOf(notes);
    }

    /** A nonce alone. */
    public static Marks ofNonce(String nonce) {
        return new Marks(nonce, "", "", Map.of());
    }

    /** The marks that these texts are; unknown keys are passed over. */
    public static Marks of(Map<String, String> texts) {
        Map<String, String> notes = new TreeMap<>();
        texts.forEach((key, text) -> {
            if (key.startsWith(NOTE)) {
                notes.put(key.substring(NOTE.length()), text);
            }
        });
        return new Marks(
                texts.getOrDefault(NONCE, ""),
                texts.getOrDefault(SUCCESSOR, ""),
                texts.getOrDefault(ORIGIN, ""),
                notes);
    }

    /** Whether a text under this key is a mark. */
    public static boolean isKey(String key) {
        return key.equals(NONCE) || key.equals(SUCCESSOR) || key.equals(ORIGIN) || key.startsWith(NOTE);
    }

    /**
     * The same as texts for a store to keep, in the order of their keys: {@code nonce}, {@code note.<name>},
     * {@code origin}, {@code successor}; empty ones are left out.
     */
    public Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        putUnlessEmpty(texts, NONCE, nonce);
        putUnlessEmpty(texts, SUCCESSOR, successor);
        putUnlessEmpty(texts, ORIGIN, origin);
        notes.forEach((name, text) -> texts.put(NOTE + name, text));
        return texts;
    }

    private static void putUnlessEmpty(Map<String, String> texts, String key, String text) {
        if (!text.isEmpty()) {
            texts.put(key, text);
        }
    }
}
