package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.Sha256;
import dev.ironclaw.controlplane.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// The certificate that the TCP door shows, and its key. TLS 1.2 and 1.3 alone.
public final class ApiTls {
  /// Certificate and key that the control plane made for itself, in the state folder.
  public static final String FILE = "api-tls.pem";
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final int DNS_NAME = 2;

  private final TlsIdentity identity;

  private ApiTls(TlsIdentity identity) {
    this.identity = identity;
  }

  /// Loads what was chosen; makes the generated one on the first run, and anew where it is over.
  ///
  /// @param host where the API listens: one of the names of a generated certificate
  /// @return empty for plain HTTP
  /// @throws IronclawException `CONFIGURATION` for files that are not there, not a pair, over, or open to others
  public static Optional<ApiTls> load(TlsChoice choice, Path stateDir, String host, SecureRandom random,
      InstantSource clock) {
    return switch (choice) {
      case TlsChoice.Off _ -> Optional.empty();
      case TlsChoice.Files files -> Optional.of(new ApiTls(own(files, clock.instant())));
      case TlsChoice.Generated _ -> Optional.of(new ApiTls(generated(stateDir.resolve(FILE), host, random, clock)));
    };
  }

  /// The fingerprint of the certificate that a control plane made for itself in this state folder; empty where none did.
  ///
  /// @throws IronclawException `CONFIGURATION` for a file that is no certificate with its key
  public static Optional<String> kept(Path stateDir) {
    Path file = stateDir.resolve(FILE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    String pem = text(file);
    return Optional.of(new ApiTls(TlsIdentity.read(pem, pem, file.toString())).fingerprint());
  }

  /// Lower-case hexadecimal SHA-256 of the server's certificate, for clients to pin.
  public String fingerprint() {
    try {
      return Sha256.hex(identity.leaf().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read has an encoding", e);
    }
  }

  /// DNS names that the certificate is for, in lower case.
  Set<String> names() {
    try {
      Collection<List<?>> names = identity.leaf().getSubjectAlternativeNames();
      return names == null
          ? Set.of()
          : names.stream().filter(name -> name.getFirst() instanceof Integer kind && kind == DNS_NAME)
              .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    } catch (GeneralSecurityException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "TLS: the certificate's names can't be read", e);
    }
  }

  SslContextFactory.Server context() {
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStore(identity.keyStore());
    context.setKeyStorePassword("");
    context.setIncludeProtocols(PROTOCOLS);
    // The context's certificate is the only one: a client that asks for an address by number names none.
    context.setSniRequired(false);
    return context;
  }

  private static TlsIdentity own(TlsChoice.Files files, Instant now) {
    if (isOpenToOthers(files.key())) {
      throw refused("everybody on this machine may read or change " + files.key() + "; chmod it to 600");
    }
    TlsIdentity identity = TlsIdentity.read(text(files.certificate()), text(files.key()),
        files.certificate() + " and " + files.key());
    requireValid(identity.leaf(), now, files.certificate());
    return identity;
  }

  private static TlsIdentity generated(Path file, String host, SecureRandom random, InstantSource clock) {
    Instant now = clock.instant();
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      if (isOpenToOthers(file) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw refused("others may read or change " + file + "; delete it, and tell clients the new fingerprint");
      }
      String pem = text(file);
      TlsIdentity kept = TlsIdentity.read(pem, pem, file.toString());
      if (kept.leaf().getNotAfter().toInstant().isAfter(now)) {
        return kept;
      }
    }
    String pem = SelfSigned.make(Stream.of("localhost", "127.0.0.1", "::1", host).distinct().toList(), random, now);
    try {
      PrivateFiles.replace(file, pem.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "TLS: cannot write " + file + "; check the state folder", e);
    }
    return TlsIdentity.read(pem, pem, file.toString());
  }

  private static void requireValid(X509Certificate leaf, Instant now, Path file) {
    if (!leaf.getNotAfter().toInstant().isAfter(now)) {
      throw refused("the certificate in " + file + " ended at " + leaf.getNotAfter().toInstant() + "; renew it");
    }
  }

  private static boolean isOpenToOthers(Path file) {
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
      return rights.contains(PosixFilePermission.OTHERS_READ) || rights.contains(PosixFilePermission.OTHERS_WRITE)
          || rights.contains(PosixFilePermission.GROUP_WRITE);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "TLS: cannot read " + file, e);
    } catch (UnsupportedOperationException _) {
      // Windows: the folder's own rights decide.
      return false;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "TLS: cannot read " + file, e);
    }
  }

  private static IronclawException refused(String why) {
    return new IronclawException(ErrorCode.CONFIGURATION, "TLS: " + why);
  }
}
