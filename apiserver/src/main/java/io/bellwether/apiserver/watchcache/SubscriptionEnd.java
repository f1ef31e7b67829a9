package io.bellwether.apiserver.watchcache;

/** Why a subscription ended. */
public enum SubscriptionEnd {
    /** More waited for the subscriber than its queue has room for. */
    TOO_SLOW,
    /** The cache lost its place in the store's history and began anew: changes may be missing between. */
    EXPIRED,
    /** The subscriber closed it. */
    CLOSED,
    /** The cache was closed. */
    SHUT_DOWN
}
