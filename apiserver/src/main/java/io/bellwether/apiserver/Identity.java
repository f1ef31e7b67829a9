package io.bellwether.apiserver;

import io.bellwether.apiserver.certs.AdminKubeconfig;
import io.bellwether.apiserver.certs.Certificates;
import io.bellwether.apiserver.certs.ServingNames;
import io.bellwether.apiserver.datadir.DataDirectory.Access;
import io.bellwether.apiserver.datadir.ServerException;
import io.bellwether.apiserver.http.TlsIdentity;
import io.bellwether.execution.Machine;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificates and the administrator's kubeconfig over the life of the process: written at the start,
 * looked at daily, renewed when due.
 *
 * <p>Threads: started and closed by the server; the daily look runs on the machine's executor, one at a time.
 */
final class Identity {

    private static final Logger log = LoggerFactory.getLogger(Identity.class);
    private static final Duration LOOK_INTERVAL = Duration.ofDays(1);

    private final ApiServerOptions options;
    private final Machine machine;
    private final Certificates first;
    private final URI url;
    private final TlsIdentity tls;
    private volatile boolean closed;

    Identity(ApiServerOptions options, Machine machine, Certificates certificates, URI url) {
        this.options = options;
        this.machine = machine;
        this.first = certificates;
        this.url = url;
        this.tls = new TlsIdentity(certificates.authority(), certificates.serving());
    }

    /** Writes what was issued and the kubeconfig. The process holds the lock of the data directory. */
    void start() {
        write(first);
        scheduleLook();
    }

    TlsIdentity tls() {
        return tls;
    }

    X509Certificate authority() {
        return first.authority();
    }

    void close() {
        closed = true;
    }

    private void scheduleLook() {
        machine.scheduler().schedule(machine.clock().nanos() + LOOK_INTERVAL.toNanos(), this::dispatchLook);
    }

    private void dispatchLook() {
        if (closed) {
            return;
        }
        try {
            machine.executor().execute(this::look);
        } catch (RejectedExecutionException shutDown) {
            // The process is ending: so does the looking.
            closed = true;
        }
    }

    private void look() {
        try {
            Certificates current = Certificates.prepare(
                    options.directory(),
                    ServingNames.of(options.http().listen().getAddress(), options.node()),
                    machine.random(),
                    machine.clock().wallTime());
            if (current.hasChanges()) {
                write(current);
                tls.replaceServing(current.serving());
            }
        } catch (ServerException e) {
            log.atWarn().setCause(e).log("Could not renew certificates");
        }
        scheduleLook();
    }

    private void write(Certificates certificates) {
        certificates.commit();
        byte[] kubeconfig = AdminKubeconfig.render(url.toString(), certificates.authority(), certificates.admin());
        boolean same = options.directory()
                .read(options.directory().adminKubeconfig())
                .filter(present -> Arrays.equals(present, kubeconfig))
                .isPresent();
        if (!same) {
            options.directory().write(options.directory().adminKubeconfig(), kubeconfig, Access.OWNER);
        }
    }
}
