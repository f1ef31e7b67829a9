package io.bellwether.cli.demo.core;

/**
 * Where a watch could not go on, because the server had forgotten that part of its history in a restart: the state was
 * read anew instead. Changes of the kind between the two revisions were not seen.
 *
 * @param type the kind of change
 * @param after the last revision that the watch knew
 * @param until the revision of what was read
 */
public record Gap(Class<? extends ServerEntry> type, long after, long until) {}
