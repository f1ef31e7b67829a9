package io.bellwether.tests.fleet;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.client.Fence;
import io.bellwether.client.PatchFormat;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WriteOptions;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A version of the ConfigMap that the members of ours write to.
 *
 * @param revision of the write
 * @param token under which it was made; 0 before the first
 */
record FencedWrite(long revision, long token) {

    /** Such a write, under that token of the Lease that is named like the ConfigMap; each differs from all others. */
    static Request request(String name, long token) {
        ObjectNode patch = JsonMapper.shared().createObjectNode();
        patch.putObject("data").put("token", Long.toString(token)).put("at", Long.toString(System.nanoTime()));
        return new Request.Patch(
                ResourcePath.object(FleetScene.CONFIG_MAPS, "default", name),
                PatchFormat.MERGE,
                patch,
                WriteOptions.DEFAULT.fencedBy(new Fence("default", name, token)));
    }

    static FencedWrite of(ApiObject object) {
        String token = object.json().path("data").path("token").asString("0");
        return new FencedWrite(Long.parseLong(object.resourceVersion()), Long.parseLong(token));
    }
}
