package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// A certificate with those above it, and its private key.
record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
  private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";

  TlsIdentity {
    chain = List.copyOf(chain);
  }

  /// Reads PEM, whatever else is in it.
  ///
  /// @param shown where it is from, for errors
  /// @throws IronclawException `CONFIGURATION` where a part is missing, locked by a password, or they are not a pair
  static TlsIdentity read(String certificatePem, String keyPem, String shown) {
    try {
      List<X509Certificate> chain = certificates(certificatePem);
      Optional<PrivateKey> key = key(keyPem);
      if (chain.isEmpty() || key.isEmpty()) {
        throw refused(shown + (chain.isEmpty()
            ? ": there is no certificate in PEM"
            : ": there is no private key in PEM "
                + "without a password"));
      }
      if (!isPair(chain.getFirst(), key.get())) {
        throw refused(shown + ": the key is not that of the first certificate");
      }
      return new TlsIdentity(chain, key.get());
    } catch (IOException | GeneralSecurityException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "TLS: " + shown + ": not a certificate and key in PEM", e);
    }
  }

  X509Certificate leaf() {
    return chain.getFirst();
  }

  /// In memory only, so it needs no password.
  KeyStore keyStore() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("api", key, new char[0], chain.toArray(Certificate[]::new));
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "TLS: this Java can't use the certificate's key", e);
    }
  }

  private static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
    List<X509Certificate> chain = new ArrayList<>();
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    for (int at = pem.indexOf(CERTIFICATE); at >= 0; at = pem.indexOf(CERTIFICATE, at + 1)) {
      byte[] rest = pem.substring(at).getBytes(StandardCharsets.US_ASCII);
      if (factory.generateCertificate(new ByteArrayInputStream(rest)) instanceof X509Certificate certificate) {
        chain.add(certificate);
      }
    }
    return chain;
  }

  private static Optional<PrivateKey> key(String pem) throws IOException {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    PEMParser parser = new PEMParser(new StringReader(pem));
    for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
      if (part instanceof PrivateKeyInfo info) {
        return Optional.of(converter.getPrivateKey(info));
      }
      if (part instanceof PEMKeyPair pair) {
        return Optional.of(converter.getPrivateKey(pair.getPrivateKeyInfo()));
      }
    }
    return Optional.empty();
  }

  /// Signs with the one and verifies with the other.
  private static boolean isPair(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
    Optional<String> algorithm = switch (key.getAlgorithm()) {
      case "EC" -> Optional.of("SHA256withECDSA");
      case "RSA" -> Optional.of("SHA256withRSA");
      case "EdDSA", "Ed25519", "Ed448" -> Optional.of("EdDSA");
      default -> Optional.empty();
    };
    if (algorithm.isEmpty() || !certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    byte[] words = "a pair".getBytes(StandardCharsets.UTF_8);
    Signature signing = Signature.getInstance(algorithm.get());
    signing.initSign(key);
    signing.update(words);
    byte[] signature = signing.sign();
    Signature verifying = Signature.getInstance(algorithm.get());
    verifying.initVerify(certificate.getPublicKey());
    verifying.update(words);
    return verifying.verify(signature);
  }

  private static IronclawException refused(String why) {
    return new IronclawException(ErrorCode.CONFIGURATION, "TLS: " + why);
  }
}
