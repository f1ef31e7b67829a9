package io.bellwether.tests.linear;

/**
 * What came back. A refusal that says that nothing was written is not an outcome: such a call is left out, and what it
 * would have written may never be seen.
 */
sealed interface Outcome {

    /** The object was read. */
    record Found(String value, long version) implements Outcome {}

    /** The object was created or replaced, and is at this version now. */
    record Written(long version) implements Outcome {}

    /** The object was deleted. */
    record Deleted() implements Outcome {}

    /** There is no such object (404). */
    record Missing() implements Outcome {}

    /** It is another version than expected, or there although it should not be (409). */
    record Conflict() implements Outcome {}

    /** The token is no longer the Lease's (412). */
    record FencedOut() implements Outcome {}

    /** The token that was read. */
    record Token(long token) implements Outcome {}

    /**
     * The token that a handover made.
     *
     * @param version of the Lease; versions of all objects have one order, that of the commits
     */
    record HandedOver(long token, long version) implements Outcome {}

    /**
     * No answer: the call takes effect at any later time, or never.
     *
     * @param seenVersion the version at which somebody saw what it wrote; {@link Register#UNSEEN} when nobody did
     */
    record Unknown(long seenVersion) implements Outcome {}
}
