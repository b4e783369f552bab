package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The authorities that one upstream's certificate may come from. Names and dates are checked as ever: this says who may
/// vouch, never that nobody need.
///
/// @param pem certificates, one after another
public record Trust(String pem) {
  /// Checks that there is one.
  ///
  /// @throws IronclawException `INVALID_REQUEST` for what holds no certificate
  public Trust {
    try {
      if (certificates(pem).isEmpty()) {
        throw new GeneralSecurityException("no certificate");
      }
    } catch (GeneralSecurityException e) {
      throw unreadable(e);
    }
  }

  /// TLS that takes these authorities alone.
  SSLContext context() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Certificate certificate : certificates(pem)) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
      TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw unreadable(e);
    }
  }

  private static Collection<? extends Certificate> certificates(String pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private static IronclawException unreadable(Exception cause) {
    return new IronclawException(ErrorCode.INVALID_REQUEST,
        "trust an authority: its text is no certificate in PEM; give a file with BEGIN CERTIFICATE in it", cause);
  }

  @Override
  public String toString() {
    return "Trust[…]";
  }
}
