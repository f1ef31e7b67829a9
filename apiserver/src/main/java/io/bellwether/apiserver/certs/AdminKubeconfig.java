package io.bellwether.apiserver.certs;

import io.bellwether.certificates.Credential;
import io.bellwether.certificates.Pem;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * The kubeconfig with which the owner of the data directory administers the server: complete in itself, certificates
 * inline.
 */
public final class AdminKubeconfig {

    private AdminKubeconfig() {}

    /**
     * The text of the file, UTF-8.
     *
     * @param server the URL of the server, such as {@code https://127.0.0.1:6443}
     */
    public static byte[] render(String server, X509Certificate authority, Credential admin) {
        String text = """
                apiVersion: v1
                kind: Config
                clusters:
                - name: bellwether
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                contexts:
                - name: bellwether
                  context:
                    cluster: bellwether
                    user: %s
                current-context: bellwether
                users:
                - name: %3$s
                  user:
                    client-certificate-data: %s
                    client-key-data: %s
                """.formatted(
                        server,
                        base64(Pem.encode(authority)),
                        Certificates.ADMIN_USER,
                        base64(Pem.encode(admin.certificate())),
                        base64(Pem.encode(admin.key())));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
