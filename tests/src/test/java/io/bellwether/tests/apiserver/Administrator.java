package io.bellwether.tests.apiserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Somebody who may read a server's data directory, and so may do everything on the server.
 *
 * @param directory the data directory
 * @param server the server's URL
 */
record Administrator(Path directory, URI server) {

    /** His bearer token. */
    String token() {
        try {
            return Files.readAllLines(directory.resolve("tokens.csv")).get(1).split(",", 2)[0];
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client that trusts the server. */
    HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(trust())
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** A request of his. */
    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(server + pathAndQuery))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token());
    }

    /** Sends one request over HTTP/2. */
    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    /** Sends one GET request over HTTP/2. */
    HttpResponse<String> get(String pathAndQuery) throws IOException, InterruptedException {
        return send(request(pathAndQuery));
    }

    /** The TLS settings that trust the server's authority. */
    SSLContext trust() {
        try {
            String pem = Files.readString(directory.resolve("pki").resolve("ca.pem"));
            byte[] certificate =
                    pem.substring(pem.indexOf("-----BEGIN CERTIFICATE-----")).getBytes(StandardCharsets.US_ASCII);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca",
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate)));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
