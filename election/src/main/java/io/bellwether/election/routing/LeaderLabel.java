package io.bellwether.election.routing;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ListOptions;
import io.bellwether.client.ObjectPage;
import io.bellwether.client.PatchFormat;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WriteOptions;
import io.bellwether.election.ElectionListener;
import io.bellwether.election.Leadership;
import io.bellwether.election.core.EndReason;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.Machine;
import java.time.Duration;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Labels the leader's pod, so that a Service can select it: {@code role: leader}. A listener of the election.
 *
 * <p>Shape: when a term begins the label is taken from all other pods that bear it, for a leader that died has left it
 * behind, and then given to this one; when the term ends it is taken from this one. A request may still reach a former
 * leader: whoever does not lead must refuse it. Permissions: list and patch on pods in the namespace.
 *
 * <p>Threads: safe from any thread; requests run on the machine's executor, one after the other. The client belongs to
 * the caller.
 *
 * <p>Source: election §5.3, REQ-37.
 */
public final class LeaderLabel implements ElectionListener {

    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int NOT_FOUND = 404;

    private final ApiClient client;
    private final Machine machine;
    private final Labelling labelling;
    private final TermTask task;

    /**
     * Which label goes to which pod.
     *
     * @param namespace of the pods
     * @param pod the name of this process's
     * @param selector of all pods of the service, for instance {@code app=orders}
     * @param key of the label, for instance {@code role}
     * @param text of the label, for instance {@code leader}
     */
    public record Labelling(String namespace, String pod, String selector, String key, String text) {

        String selectorOfLabelled() {
            return (selector.isEmpty() ? "" : selector + ",") + key + "=" + text;
        }
    }

    /**
     * A listener that has done nothing yet.
     *
     * @param client not the election's own: renewals must not wait behind pods
     */
    public LeaderLabel(ApiClient client, Machine machine, Labelling labelling) {
        this.client = client;
        this.machine = machine;
        this.labelling = labelling;
        this.task = new TermTask("pod " + labelling.namespace() + "/" + labelling.pod(), machine);
    }

    @Override
    public void onStarted(Leadership leadership) {
        task.begin(leadership, () -> takeFromOthers(leadership) && label(labelling.pod(), Change.GIVE));
    }

    @Override
    public void onStopped(Leadership leadership, EndReason reason) {
        task.end(() -> label(labelling.pod(), Change.TAKE));
    }

    private enum Change {
        GIVE,
        TAKE
    }

    private boolean takeFromOthers(Leadership leadership) throws InterruptedException {
        ListOptions labelled = ListOptions.ALL.withLabels(labelling.selectorOfLabelled());
        Reply reply = send(new Request.ListPage(ResourcePath.in(PODS, labelling.namespace()), labelled));
        if (!(reply instanceof Reply.Success success)) {
            return false;
        }
        boolean done = true;
        for (ApiObject pod : ObjectPage.of(success).items()) {
            boolean isOther = !pod.name().equals(labelling.pod());
            if (isOther && leadership.isValid()) {
                done &= label(pod.name(), Change.TAKE);
            }
        }
        return done;
    }

    private boolean label(String pod, Change change) throws InterruptedException {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode labels = patch.putObject("metadata").putObject("labels");
        switch (change) {
            case GIVE -> labels.put(labelling.key(), labelling.text());
            case TAKE -> labels.putNull(labelling.key());
        }
        ResourcePath path = ResourcePath.object(PODS, labelling.namespace(), pod);
        Reply reply = send(new Request.Patch(path, PatchFormat.MERGE, patch, WriteOptions.DEFAULT));
        boolean isGone =
                reply instanceof Reply.Failure failure && failure.status().code() == NOT_FOUND;
        return reply instanceof Reply.Success || (isGone && change == Change.TAKE);
    }

    private Reply send(Request request) throws InterruptedException {
        return client.send(request, Deadline.after(machine.clock(), TIMEOUT));
    }
}
