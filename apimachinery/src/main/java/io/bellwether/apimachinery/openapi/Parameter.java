package io.bellwether.apimachinery.openapi;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/** A parameter of operations, in our own words. */
enum Parameter {
    NAMESPACE("namespace", "path", "string", "The namespace of the objects."),
    NAME("name", "path", "string", "The name of the object."),
    DRY_RUN("dryRun", "query", "string", "All: do everything but write."),
    FIELD_MANAGER("fieldManager", "query", "string", "Who makes this change; at most 128 printable characters."),
    FIELD_VALIDATION(
            "fieldValidation",
            "query",
            "string",
            "What becomes of unknown and duplicate fields: Ignore, Warn (the default) or Strict."),
    FORCE("force", "query", "boolean", "With an apply patch: take over fields that others own."),
    ALLOW_WATCH_BOOKMARKS(
            "allowWatchBookmarks", "query", "boolean", "Ask for events that only tell how far the watch has come."),
    CONTINUE("continue", "query", "string", "The token of the page before: go on from there."),
    FIELD_SELECTOR("fieldSelector", "query", "string", "Which fields the objects must have."),
    LABEL_SELECTOR("labelSelector", "query", "string", "Which labels the objects must have."),
    LIMIT("limit", "query", "integer", "The most objects to answer in one page."),
    RESOURCE_VERSION("resourceVersion", "query", "string", "How fresh the answer must be, or where a watch begins."),
    RESOURCE_VERSION_MATCH(
            "resourceVersionMatch", "query", "string", "How resourceVersion counts: Exact or NotOlderThan."),
    SEND_INITIAL_EVENTS(
            "sendInitialEvents", "query", "boolean", "Begin a watch with the present state, ended by a bookmark."),
    TIMEOUT_SECONDS("timeoutSeconds", "query", "integer", "When to end the request, in seconds."),
    WATCH("watch", "query", "boolean", "Follow the changes instead of listing."),
    GRACE_PERIOD_SECONDS(
            "gracePeriodSeconds", "query", "integer", "Seconds allowed for an orderly end before the object goes."),
    PROPAGATION_POLICY(
            "propagationPolicy", "query", "string", "What becomes of dependents: Orphan, Background or Foreground.");

    static final List<Parameter> WRITE = List.of(DRY_RUN, FIELD_MANAGER, FIELD_VALIDATION);
    static final List<Parameter> PATCH = List.of(DRY_RUN, FIELD_MANAGER, FIELD_VALIDATION, FORCE);
    static final List<Parameter> DELETE = List.of(DRY_RUN, GRACE_PERIOD_SECONDS, PROPAGATION_POLICY);
    static final List<Parameter> LIST = List.of(
            ALLOW_WATCH_BOOKMARKS,
            CONTINUE,
            FIELD_SELECTOR,
            LABEL_SELECTOR,
            LIMIT,
            RESOURCE_VERSION,
            RESOURCE_VERSION_MATCH,
            SEND_INITIAL_EVENTS,
            TIMEOUT_SECONDS,
            WATCH);
    static final List<Parameter> GET = List.of(RESOURCE_VERSION);

    private final String wireName;
    private final String in;
    private final String type;
    private final String description;

    Parameter(String wireName, String in, String type, String description) {
        this.wireName = wireName;
        this.in = in;
        this.type = type;
        this.description = description;
    }

    void addTo(ArrayNode parameters) {
        var node = parameters.addObject();
        node.put("name", wireName).put("in", in).put("description", description);
        if (in.equals("path")) {
            node.put("required", true);
        }
        node.putObject("schema").put("type", type);
    }
}
