package dev.ironclaw.client;

import dev.ironclaw.contract.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ssl.TLS;

/// How a TCP connection becomes a TLS one: 1.2 and 1.3 alone, and with whom [Trust] says.
final class Tls {
  /// For addresses where none is spoken. Reading this machine's authorities takes longer than a call.
  static final TlsSocketStrategy NONE = (_, target, _, _, _) -> {
    throw new SSLException("there is no TLS with " + target);
  };

  private Tls() {}

  /// The strategy for connections to `https` addresses.
  ///
  /// @throws ApiException where the authority's file can't be used
  static TlsSocketStrategy of(Trust trust) {
    ClientTlsStrategyBuilder builder = ClientTlsStrategyBuilder.create().setTlsVersions(TLS.V_1_3, TLS.V_1_2);
    return switch (trust) {
      case Trust.Platform _ -> builder.buildClassic();
      case Trust.Authority authority -> builder.setSslContext(context(trusted(authority.file()))).buildClassic();
      // The certificate itself is known, so its name adds nothing.
      case Trust.Fingerprint pinned -> builder.setSslContext(context(new Pin(pinned.sha256())))
          .setHostVerificationPolicy(HostnameVerificationPolicy.CLIENT)
          .setHostnameVerifier(NoopHostnameVerifier.INSTANCE).buildClassic();
    };
  }

  private static SSLContext context(TrustManager... trusted) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw ApiException.broken("this Java has no TLS", e);
    }
  }

  private static TrustManager[] trusted(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
      anchors.load(null, null);
      int count = 0;
      for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        anchors.setCertificateEntry("ca" + count++, certificate);
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(anchors);
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw ApiException.broken("cannot use the certificates in " + file + "; it must be a PEM file", e);
    }
  }

  /// Trusts one certificate. Extended, so that the platform adds no check of its own, such as of the name.
  private static final class Pin extends X509ExtendedTrustManager {
    private final String sha256;

    Pin(String sha256) {
      this.sha256 = sha256;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
      String shown = sha256(chain[0]);
      if (!shown.equals(sha256)) {
        throw new CertificateException("its certificate has the fingerprint " + shown + ", not " + sha256);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
      throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }

    private static String sha256(X509Certificate certificate) throws CertificateException {
      try {
        return Sha256.hex(certificate.getEncoded());
      } catch (GeneralSecurityException e) {
        throw new CertificateException("its certificate can't be read", e);
      }
    }
  }
}
