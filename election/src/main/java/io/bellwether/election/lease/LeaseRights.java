package io.bellwether.election.lease;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.ApiClient;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WriteOptions;
import io.bellwether.execution.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the server lets this candidate do with its Lease, asked before it begins.
 *
 * @param answers one for each verb that the lock uses
 */
public record LeaseRights(List<Answer> answers) {

    private static final GroupVersionResource REVIEWS =
            new GroupVersionResource("authorization.k8s.io", "v1", "selfsubjectaccessreviews");

    /**
     * One verb.
     *
     * @param lease empty for {@code create}, which cannot be granted by name
     * @param reason of the server, for a person; may be empty
     */
    public record Answer(String verb, String namespace, String lease, Need need, Verdict verdict, String reason) {

        /** For instance {@code update leases.coordination.k8s.io orders in namespace default: denied}. */
        @Override
        public String toString() {
            String object = lease.isEmpty() ? "" : " " + lease;
            String why = reason.isEmpty() ? "" : " (" + reason + ")";
            return verb + " leases.coordination.k8s.io" + object + " in namespace " + namespace + ": "
                    + verdict.name().toLowerCase(Locale.ROOT) + why;
        }
    }

    /** Whether an election works without it. */
    public enum Need {
        /** It does not. */
        REQUIRED,
        /** It polls instead. */
        USEFUL
    }

    /** What the server said. */
    public enum Verdict {
        /** Yes. */
        ALLOWED,
        /** No. */
        DENIED,
        /** Nothing that helps: it does not answer such questions, or could not be reached. */
        UNKNOWN
    }

    /** The list is copied. */
    public LeaseRights {
        answers = List.copyOf(answers);
    }

    /** Whether no required verb is denied; what is unknown will be seen. */
    public boolean suffice() {
        return missing().isEmpty();
    }

    /** The required verbs that are denied. */
    public List<Answer> missing() {
        return answers.stream()
                .filter(answer -> answer.need() == Need.REQUIRED && answer.verdict() == Verdict.DENIED)
                .toList();
    }

    /** A line for each verb. */
    @Override
    public String toString() {
        return answers.stream().map(Answer::toString).collect(Collectors.joining("\n"));
    }

    static LeaseRights ask(ApiClient client, ResourcePath lease, Deadline deadline) throws InterruptedException {
        List<Answer> answers = new ArrayList<>();
        answers.add(ask(client, "get", lease, lease.name(), Need.REQUIRED, deadline));
        answers.add(ask(client, "create", lease, "", Need.REQUIRED, deadline));
        answers.add(ask(client, "update", lease, lease.name(), Need.REQUIRED, deadline));
        answers.add(ask(client, "watch", lease, lease.name(), Need.USEFUL, deadline));
        return new LeaseRights(answers);
    }

    private static Answer ask(
            ApiClient client, String verb, ResourcePath lease, String name, Need need, Deadline deadline)
            throws InterruptedException {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", "authorization.k8s.io/v1");
        review.put("kind", "SelfSubjectAccessReview");
        ObjectNode attributes = review.putObject("spec").putObject("resourceAttributes");
        attributes
                .put("namespace", lease.namespace())
                .put("verb", verb)
                .put("group", lease.resource().group())
                .put("resource", lease.resource().resource());
        if (!name.isEmpty()) {
            attributes.put("name", name);
        }
        Reply reply = client.send(
                new Request.Create(ResourcePath.all(REVIEWS), new ApiObject(review), WriteOptions.DEFAULT), deadline);
        return new Answer(verb, lease.namespace(), name, need, verdict(reply), reason(reply));
    }

    private static Verdict verdict(Reply reply) {
        if (!(reply instanceof Reply.Success success)) {
            return Verdict.UNKNOWN;
        }
        return success.body().path("status").path("allowed").asBoolean(false) ? Verdict.ALLOWED : Verdict.DENIED;
    }

    private static String reason(Reply reply) {
        return switch (reply) {
            case Reply.Success success ->
                success.body().path("status").path("reason").asString("");
            case Reply.Failure failure -> failure.status().message();
            case Reply.Unreachable unreachable -> unreachable.fault().message();
            case Reply.Unknown unknown -> unknown.fault().message();
        };
    }
}
