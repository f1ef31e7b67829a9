package io.bellwether.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Issues certificates with BouncyCastle's X.509 classes: the only class that uses them, loaded only when something has
 * to be issued (it costs a quarter of a second of a cold start).
 *
 * <p>Shape: keys are EC P-256: every TLS stack takes them, and they are made and used ten times faster than RSA. Keys
 * come out of the JDK's secure randomness; the generator handed in makes names and serial numbers only.
 *
 * <p>Threads: one at a time.
 *
 * <p>Errors: {@link GeneralSecurityException} when a key cannot be made or used.
 */
public final class Issuer {

    /** A clock of a client may be behind ours by this much. */
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3653);

    private final RandomGenerator random;
    private final Instant now;

    /**
     * Issues at a moment.
     *
     * @param random makes names and serial numbers, not keys
     */
    public Issuer(RandomGenerator random, Instant now) {
        this.random = random;
        this.now = now;
    }

    /** A new authority: it may sign certificates, not further authorities. */
    public Credential authority() throws GeneralSecurityException {
        KeyPair pair = keyPair();
        // The name carries random bits: clients that pick a trust anchor by name never mix up two servers' authorities.
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, "bellwether-ca-" + Long.toHexString(random.nextLong()))
                .build();
        X509v3CertificateBuilder builder = builder(name, AUTHORITY_LIFE, name, pair);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        return sign(builder, pair, pair.getPrivate());
    }

    /**
     * A certificate that the authority vouches for; organizations before the common name, as Kubernetes writes them.
     */
    public Credential leaf(Credential authority, Leaf leaf) throws GeneralSecurityException {
        X500NameBuilder subject = new X500NameBuilder(BCStyle.INSTANCE);
        leaf.organizations().forEach(organization -> subject.addRDN(BCStyle.O, organization));
        subject.addRDN(BCStyle.CN, leaf.commonName());
        KeyPurposeId[] purposes =
                leaf.purposes().stream().sorted().map(Issuer::purpose).toArray(KeyPurposeId[]::new);
        GeneralName[] alternatives =
                leaf.names().stream().sorted().map(Issuer::alternative).toArray(GeneralName[]::new);
        return leaf(authority, subject.build(), leaf.life(), purposes, alternatives);
    }

    private Credential leaf(
            Credential authority, X500Name subject, Duration life, KeyPurposeId[] purposes, GeneralName[] alternatives)
            throws GeneralSecurityException {
        KeyPair pair = keyPair();
        // The issuer's name goes in byte by byte: validators compare the encodings of the two.
        X500Name issuer = X500Name.getInstance(
                authority.certificate().getSubjectX500Principal().getEncoded());
        X509v3CertificateBuilder builder = builder(issuer, life, subject, pair);
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(
                            authority.certificate().getPublicKey()));
            if (alternatives.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
            }
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        return sign(builder, pair, authority.key());
    }

    private X509v3CertificateBuilder builder(X500Name issuer, Duration life, X500Name subject, KeyPair pair) {
        // 63 random bits under a set highest one: positive, never zero, of constant length.
        BigInteger serial = BigInteger.valueOf(random.nextLong() >>> 1).setBit(63);
        Date notBefore = Date.from(now.minus(CLOCK_SKEW));
        Date notAfter = Date.from(now.plus(life));
        return new JcaX509v3CertificateBuilder(issuer, serial, notBefore, notAfter, subject, pair.getPublic());
    }

    private static Credential sign(X509v3CertificateBuilder builder, KeyPair pair, PrivateKey signer)
            throws GeneralSecurityException {
        try {
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
            return new Credential(pair.getPrivate(), certificate);
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static KeyPurposeId purpose(Leaf.Purpose purpose) {
        return switch (purpose) {
            case SERVER -> KeyPurposeId.id_kp_serverAuth;
            case CLIENT -> KeyPurposeId.id_kp_clientAuth;
        };
    }

    private static GeneralName alternative(String name) {
        return Leaf.isAddress(name)
                ? new GeneralName(GeneralName.iPAddress, name)
                : new GeneralName(GeneralName.dNSName, name);
    }
}
