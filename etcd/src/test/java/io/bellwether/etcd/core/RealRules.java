package io.bellwether.etcd.core;

/** The rules as they are. */
final class RealRules implements MembershipModel.Rules {

    private final ClusterPlanner cluster = new ClusterPlanner();
    private final NodePlanner node;
    private final QuorumGuard quorumGuard = new QuorumGuard();
    private final DataGuard dataGuard = new DataGuard();

    RealRules(Timers timers) {
        this.node = new NodePlanner(timers);
    }

    @Override
    public Plan cluster(ClusterView view, Policy policy) {
        return cluster.plan(view, policy);
    }

    @Override
    public Plan node(NodeView view) {
        return node.plan(view);
    }

    @Override
    public boolean agrees(ClusterView view, Policy policy, Plan.MembershipChange step) {
        return quorumGuard.check(view, policy, step) instanceof Verdict.Agreed;
    }

    @Override
    public boolean agrees(NodeView view, Plan step) {
        return dataGuard.check(view, step) instanceof Verdict.Agreed;
    }
}
