package io.bellwether.apiserver.registry;

import io.bellwether.apiserver.registry.core.ContinueToken;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One page of a list, or all of it.
 *
 * @param items entries that are shared with the store; only references are held
 * @param revision of the state that the list shows
 * @param next where the list goes on; empty: nowhere
 * @param remaining how many objects follow, where that is known: without selectors
 */
record Page(List<KeyValue> items, Revision revision, Optional<ContinueToken> next, OptionalLong remaining) {}
