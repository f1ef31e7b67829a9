package io.bellwether.apimachinery;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The outcome of a request as data: the Status object of the wire.
 *
 * <p>Shape: {@code code} below 400 is a success. The messages of the factories have the form that client tools print
 * and match on; programs decide on {@code reason}, {@code code} and the causes.
 *
 * @param code the HTTP code
 * @param reason the machine-readable reason; {@link StatusReason#UNKNOWN} for successes
 * @param message one line for a person
 * @param details what it is about
 * @param continueToken with {@link StatusReason#EXPIRED}: a token with which the list can go on at a newer revision;
 *     otherwise empty
 */
public record Status(int code, StatusReason reason, String message, StatusDetails details, String continueToken) {

    public Status {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(details, "details");
        Objects.requireNonNull(continueToken, "continueToken");
    }

    /** Whether the request succeeded. */
    public boolean isSuccess() {
        return code < 400;
    }

    /** A failure with the usual code of its reason. */
    public static Status failure(StatusReason reason, String message, StatusDetails details) {
        return new Status(reason.code(), reason, message, details, "");
    }

    /** A failure without details. */
    public static Status failure(StatusReason reason, String message) {
        return failure(reason, message, StatusDetails.NONE);
    }

    /** Success, 200: what a finished deletion answers. */
    public static Status success(StatusDetails details) {
        return new Status(200, StatusReason.UNKNOWN, "", details, "");
    }

    /** The request is not understood. */
    public static Status badRequest(String message) {
        return failure(StatusReason.BAD_REQUEST, message);
    }

    /** The caller has not shown who it is. */
    public static Status unauthorized() {
        return failure(StatusReason.UNAUTHORIZED, "Unauthorized");
    }

    /** The caller may not do this to the named object; the name is empty for collections. */
    public static Status forbidden(GroupResource resource, String name, String why) {
        String subject = name.isEmpty() ? resource.toString() : resource + " \"" + name + "\"";
        return failure(StatusReason.FORBIDDEN, subject + " is forbidden: " + why, StatusDetails.of(resource, name));
    }

    /** The object does not exist. */
    public static Status notFound(GroupResource resource, String name) {
        return failure(
                StatusReason.NOT_FOUND, resource + " \"" + name + "\" not found", StatusDetails.of(resource, name));
    }

    /** The path names nothing that is served. */
    public static Status unknownPath() {
        return failure(StatusReason.NOT_FOUND, "the server could not find the requested resource");
    }

    /** The resource does not know the verb. */
    public static Status methodNotAllowed(GroupResource resource, String verb) {
        return failure(
                StatusReason.METHOD_NOT_ALLOWED,
                verb + " is not supported on resources of kind \"" + resource + "\"",
                StatusDetails.of(resource, ""));
    }

    /** None of the accepted media types can be produced. */
    public static Status notAcceptable(List<String> available) {
        return failure(
                StatusReason.NOT_ACCEPTABLE,
                "only the following media types are accepted: " + String.join(", ", available));
    }

    /** The body's media type is not understood. */
    public static Status unsupportedMediaType(List<String> understood) {
        return failure(
                StatusReason.UNSUPPORTED_MEDIA_TYPE,
                "the body of the request was in an unknown format - accepted media types include: "
                        + String.join(", ", understood));
    }

    /** An object of that name exists. */
    public static Status alreadyExists(GroupResource resource, String name) {
        return failure(
                StatusReason.ALREADY_EXISTS,
                resource + " \"" + name + "\" already exists",
                StatusDetails.of(resource, name));
    }

    /** The object is not as the caller believed. */
    public static Status conflict(GroupResource resource, String name, String why) {
        return failure(
                StatusReason.CONFLICT,
                "Operation cannot be fulfilled on " + resource + " \"" + name + "\": " + why,
                StatusDetails.of(resource, name));
    }

    /** The resourceVersion that the caller gave is not the current one. */
    public static Status modified(GroupResource resource, String name) {
        return conflict(
                resource,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    /** The revision asked for has been compacted. */
    public static Status expired(String message) {
        return failure(StatusReason.EXPIRED, message);
    }

    /** A list's revision has been compacted; the token lets the client go on at a newer one. */
    public static Status expiredContinue(String continueToken) {
        return new Status(
                StatusReason.EXPIRED.code(),
                StatusReason.EXPIRED,
                "The provided continue parameter is too old to display a consistent list result. The token in metadata.continue goes on from there with newer"
                        + " objects; start a new list for a consistent one.",
                StatusDetails.NONE,
                continueToken);
    }

    /** The fence of the request does not hold any more. */
    public static Status fencedOut(String lease, long currentToken, long presentedToken) {
        return failure(
                StatusReason.FENCED_OUT,
                "write refused: the fencing token " + presentedToken + " of lease \"" + lease
                        + "\" is not the current one (" + currentToken + ")");
    }

    /** A body, an object or a patch is larger than allowed. */
    public static Status requestEntityTooLarge(String message) {
        return failure(StatusReason.REQUEST_ENTITY_TOO_LARGE, message);
    }

    /** The object or the options do not validate. */
    public static Status invalid(GroupKind kind, String name, List<Cause> causes) {
        String list = causes.size() == 1
                ? causes.get(0).toString()
                : causes.stream().map(Cause::toString).collect(Collectors.joining(", ", "[", "]"));
        return failure(
                StatusReason.INVALID,
                kind + " \"" + name + "\" is invalid: " + list,
                new StatusDetails(name, kind.group(), kind.kind(), "", causes, 0));
    }

    /** Too many requests at once. */
    public static Status tooManyRequests(String message, int retryAfterSeconds) {
        return failure(
                StatusReason.TOO_MANY_REQUESTS, message, StatusDetails.NONE.withRetryAfterSeconds(retryAfterSeconds));
    }

    /** A defect, or a failure of the store. */
    public static Status internalError(String message) {
        return failure(
                StatusReason.INTERNAL_ERROR,
                "Internal error occurred: " + message,
                StatusDetails.NONE.withCauses(List.of(new Cause(CauseType.UNKNOWN, "", message))));
    }

    /** The server, or what stands behind it, is not ready. */
    public static Status serviceUnavailable(String message, int retryAfterSeconds) {
        return failure(
                StatusReason.SERVICE_UNAVAILABLE, message, StatusDetails.NONE.withRetryAfterSeconds(retryAfterSeconds));
    }

    /** The request took too long. */
    public static Status timeout(String message, int retryAfterSeconds) {
        return failure(
                StatusReason.TIMEOUT,
                "Timeout: " + message,
                StatusDetails.NONE.withRetryAfterSeconds(retryAfterSeconds));
    }

    /** The caller asks for a revision that does not exist yet. */
    public static Status tooLargeResourceVersion(long requested, long current) {
        Cause cause = new Cause(CauseType.RESOURCE_VERSION_TOO_LARGE, "", "Too large resource version");
        return failure(
                StatusReason.TIMEOUT,
                "Timeout: Too large resource version: " + requested + ", current: " + current,
                new StatusDetails("", "", "", "", List.of(cause), 1));
    }

    /** The store has no room left; reads and deletions go on. */
    public static Status insufficientStorage(String message) {
        return failure(StatusReason.INSUFFICIENT_STORAGE, message);
    }

    /** This status thrown: {@code throw status.asException()}. */
    public StatusException asException() {
        return new StatusException(this);
    }

    /** The Status object of the wire. */
    public ApiObject toObject() {
        return StatusJson.write(this);
    }

    /**
     * Reads a Status object, tolerantly: fields that are absent or of another type count as absent, an unknown reason
     * as {@link StatusReason#UNKNOWN}.
     *
     * @param httpCode the code of the response, used where the object has none
     */
    public static Status ofObject(ApiObject object, int httpCode) {
        return StatusJson.read(object.json(), httpCode);
    }
}
