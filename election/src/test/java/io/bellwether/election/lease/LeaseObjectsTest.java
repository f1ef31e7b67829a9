package io.bellwether.election.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.Marks;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class LeaseObjectsTest {

    private static final ObjectMapper MAPPER = new JsonMapper();
    private static final String TIME = "2026-11-21T02:09:00.123456Z";

    private static final String NONCE = LeaseObjects.MARKS + "nonce";
    private static final Optional<LeaseOwner> WEB = Optional.of(LeaseOwner.pod("web-0", "u-1"));

    private static ApiObject object(String json) {
        return new ApiObject((ObjectNode) MAPPER.readTree(json.replace('\'', '"')));
    }

    private static LockSnapshot snapshot(String json) {
        return LeaseObjects.snapshot(object(json));
    }

    private static LockDraft draft(Purpose purpose) {
        String holder = purpose == Purpose.RELEASE ? "" : "a";
        return new LockDraft(purpose, holder, purpose == Purpose.RELEASE ? 1 : 15, TIME, 3, Marks.ofNonce("i.7"));
    }

    @Test
    void snapshot_leaseOfClientGo_isRead() {
        LockSnapshot snapshot = snapshot("{'metadata':{'name':'x','uid':'u','resourceVersion':'42'},'spec':{"
                + "'holderIdentity':'other','leaseDurationSeconds':15,'acquireTime':'2026-11-21T02:00:00.000001Z',"
                + "'renewTime':'2026-11-21T02:00:02.000001Z','leaseTransitions':4}}");
        LockRecord record = snapshot.record();
        assertThat(snapshot.revision()).isEqualTo(LockRevision.of(42));
        assertThat(snapshot.uid()).isEqualTo("u");
        assertThat(snapshot.stampedToken()).isEmpty();
        assertThat(snapshot.token().value()).isEqualTo(42);
        assertThat(record.holder()).isEqualTo("other");
        assertThat(record.durationSeconds()).isEqualTo(15);
        assertThat(record.transitions()).isEqualTo(4);
        assertThat(record.nonce()).isEmpty();
    }

    /** Scenario 39: nothing that others write makes us fail, or take over early. */
    @Test
    void snapshot_fieldsMissingNullOrMalformed_haveNeutralValues() {
        for (String spec : new String[] {
            "{}",
            "null",
            "{'holderIdentity':null,'leaseDurationSeconds':null,'acquireTime':null,'leaseTransitions':null}",
            "{'holderIdentity':7,'leaseDurationSeconds':'x','renewTime':5,'leaseTransitions':-1,'strategy':null}",
            "{'leaseDurationSeconds':-3,'leaseTransitions':1.5}"
        }) {
            LockRecord record = snapshot("{'metadata':{'resourceVersion':'1'},'spec':" + spec + "}")
                    .record();
            assertThat(record.isFree()).as(spec).isTrue();
            assertThat(record.durationSeconds()).as(spec).isZero();
            assertThat(record.transitions()).as(spec).isZero();
        }
    }

    @Test
    void snapshot_stampedByTheServer_hasItsToken() {
        LockSnapshot snapshot = snapshot("{'metadata':{'resourceVersion':'42','annotations':{'"
                + LeaseObjects.FENCING_TOKEN + "':'9'}},'spec':{}}");
        assertThat(snapshot.token().value()).isEqualTo(9);
        assertThat(snapshot("{'metadata':{'resourceVersion':'42','annotations':{'" + LeaseObjects.FENCING_TOKEN
                                + "':'nine'}},'spec':{}}")
                        .stampedToken())
                .isEmpty();
    }

    @Test
    void fingerprint_renewalAndLabels_onlyTheRenewalChangesIt() {
        String lease = "{'metadata':{'resourceVersion':'%s','labels':{'a':'%s'}},'spec':{'renewTime':'%s'}}";
        String before = snapshot(lease.formatted("1", "x", "t1")).record().fingerprint();
        assertThat(snapshot(lease.formatted("2", "y", "t1")).record().fingerprint())
                .isEqualTo(before);
        assertThat(snapshot(lease.formatted("2", "x", "t2")).record().fingerprint())
                .isNotEqualTo(before);
    }

    @Test
    void lease_created_isWhatClientGoExpects() {
        ApiObject lease =
                LeaseObjects.lease("default", "orders", Optional.empty(), draft(Purpose.ACQUIRE), Optional.empty());
        assertThat(lease)
                .isEqualTo(object("{'apiVersion':'coordination.k8s.io/v1','kind':'Lease','metadata':{'namespace':"
                        + "'default','name':'orders','annotations':{'" + NONCE + "':'i.7'}},'spec':{"
                        + "'holderIdentity':'a','leaseDurationSeconds':15,'renewTime':'" + TIME
                        + "','leaseTransitions':3,'acquireTime':'" + TIME + "'}}"));
    }

    /** Scenario 40. */
    @Test
    void lease_renewed_keepsWhatItDoesNotKnow() {
        ApiObject before = object("{'apiVersion':'coordination.k8s.io/v1','kind':'Lease','metadata':{'name':'x',"
                + "'resourceVersion':'42','labels':{'l':'v'},'ownerReferences':[{'uid':'o'}],'annotations':{'n':'v','"
                + LeaseObjects.FENCING_TOKEN
                + "':'9'}},'spec':{'acquireTime':'earlier','strategy':'s','future':{'f':1}}}");
        ApiObject after = LeaseObjects.lease(
                "default", "x", Optional.of(LeaseObjects.snapshot(before)), draft(Purpose.RENEW), Optional.empty());
        assertThat(after)
                .isEqualTo(object("{'apiVersion':'coordination.k8s.io/v1','kind':'Lease','metadata':{'name':'x',"
                        + "'resourceVersion':'42','labels':{'l':'v'},'ownerReferences':[{'uid':'o'}],'annotations':{"
                        + "'n':'v','" + NONCE + "':'i.7'}},'spec':{'acquireTime':'earlier','strategy':'s',"
                        + "'future':{'f':1},'holderIdentity':'a','leaseDurationSeconds':15,'renewTime':'" + TIME
                        + "','leaseTransitions':3}}"));
    }

    @Test
    void lease_released_isFreeForOneSecondAndKeepsItsTransitions() {
        ApiObject lease =
                LeaseObjects.lease("default", "x", Optional.empty(), draft(Purpose.RELEASE), Optional.empty());
        LockRecord record = LeaseObjects.snapshot(lease).record();
        assertThat(record.isFree()).isTrue();
        assertThat(record.durationSeconds()).isEqualTo(1);
        assertThat(record.transitions()).isEqualTo(3);
        assertThat(record.acquireTime()).isEqualTo(TIME);
    }

    private static ApiObject written(ApiObject before, Purpose purpose, Optional<LeaseOwner> owner) {
        return LeaseObjects.lease("default", "x", Optional.of(LeaseObjects.snapshot(before)), draft(purpose), owner);
    }

    private static List<String> owners(ApiObject lease) {
        return lease.json()
                .path("metadata")
                .path("ownerReferences")
                .valueStream()
                .map(reference -> reference.path("uid").asString(""))
                .toList();
    }

    @Test
    void lease_acquiredForAPod_belongsToItUntilReleased() {
        ApiObject held = LeaseObjects.lease("default", "x", Optional.empty(), draft(Purpose.ACQUIRE), WEB);
        assertThat(held.json().path("metadata").path("ownerReferences"))
                .isEqualTo(object("{'o':[{'apiVersion':'v1','kind':'Pod','name':'web-0','uid':'u-1'}]}")
                        .json()
                        .path("o"));
        assertThat(owners(written(held, Purpose.RENEW, WEB))).containsExactly("u-1");
        ApiObject free = written(held, Purpose.RELEASE, WEB);
        assertThat(free.json().path("metadata").has("ownerReferences")).isFalse();
        assertThat(free.annotation(LeaseOwnership.OWNER)).isEmpty();
    }

    /** Else the Lease of a living holder would be deleted with the pod of the last one. */
    @Test
    void lease_acquiredByTheNext_belongsToThePodOfTheLastOneNoMore() {
        ApiObject held = LeaseObjects.lease("default", "x", Optional.empty(), draft(Purpose.ACQUIRE), WEB);
        assertThat(owners(written(held, Purpose.ACQUIRE, Optional.empty()))).isEmpty();
        LeaseOwner sameNameOtherPod = LeaseOwner.pod("web-0", "u-2");
        assertThat(owners(written(held, Purpose.ACQUIRE, Optional.of(sameNameOtherPod))))
                .containsExactly("u-2");
    }

    @Test
    void lease_withReferencesOfOthers_keepsThem() {
        ApiObject others = object("{'metadata':{'resourceVersion':'1','ownerReferences':[{'uid':'o'},{'uid':'u-1'}]}}");
        ApiObject held = written(others, Purpose.ACQUIRE, WEB);
        assertThat(owners(held)).containsExactly("o", "u-1");
        assertThat(owners(written(held, Purpose.RELEASE, WEB))).containsExactly("o", "u-1");
    }

    @Test
    void owner_withoutUid_isRefused() {
        assertThatThrownBy(() -> LeaseOwner.pod("web-0", "")).isInstanceOf(IllegalArgumentException.class);
    }
}
