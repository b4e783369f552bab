package dev.ironclaw.controlplane.box;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemWriter;

/// An authority of a test's own, which vouches for servers.
public final class TestAuthority {
  private final X500Name name;
  private final KeyPair keys = pair();
  private final X509Certificate certificate;

  public TestAuthority(String name) throws GeneralSecurityException, IOException, OperatorCreationException {
    this.name = new X500Name("CN=" + name);
    certificate = sign(this.name, keys, true, new GeneralName(GeneralName.dNSName, "authority.test"));
  }

  public String pem() {
    try (StringWriter text = new StringWriter(); PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new JcaMiscPEMGenerator(certificate));
      writer.flush();
      return text.toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// TLS of a server that this authority vouches for.
  SSLContext server(GeneralName host) throws GeneralSecurityException, IOException, OperatorCreationException {
    KeyPair own = pair();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", own.getPrivate(), new char[0],
        new Certificate[]{sign(new X500Name("CN=server"), own, false, host), certificate});
    KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private X509Certificate sign(X500Name subject, KeyPair pair, boolean authority, GeneralName host)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    Instant now = Instant.now();
    return new JcaX509CertificateConverter().getCertificate(new JcaX509v3CertificateBuilder(name,
        BigInteger.valueOf(System.nanoTime()), Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(Duration.ofHours(1))), subject, pair.getPublic())
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
        .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(host))
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
