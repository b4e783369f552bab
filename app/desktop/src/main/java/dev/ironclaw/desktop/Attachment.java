package dev.ironclaw.desktop;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ClientTimeouts;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import dev.ironclaw.client.StateFolder;
import dev.ironclaw.client.Trust;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The control plane that `--attach` names, and how it is known.
///
/// @param tokenFile read at each connection, so that a new token needs no new start
/// @param token where there is no such file
record Attachment(Endpoint.Tcp endpoint, Trust trust, Optional<Path> tokenFile, Optional<String> token) {
  /// What the command line and the environment say; empty without `--attach`.
  ///
  /// @throws IronclawException where they make no sense
  static Optional<Attachment> of(DesktopOptions options, DesktopEnvironment environment) {
    if (options.attach == null) {
      if (options.tokenFile != null || options.tlsFingerprint != null || options.ca != null) {
        throw wrong("--token-file, --tls-fingerprint and --ca are for --attach URL, and there is none");
      }
      return Optional.empty();
    }
    Endpoint.Tcp endpoint = endpoint(options.attach);
    Optional<String> fingerprint = Optional.ofNullable(options.tlsFingerprint)
        .or(() -> environment.variable("IRONCLAW_TLS_FINGERPRINT"));
    Optional<Path> authority = Optional.ofNullable(options.ca)
        .or(() -> environment.variable("IRONCLAW_CA").map(Path::of));
    if (!endpoint.isEncrypted() && (fingerprint.isPresent() || authority.isPresent())) {
      throw wrong("a certificate is expected (--ca, --tls-fingerprint or their variables), so the address must be "
          + "https://, and " + endpoint.shown() + " is not");
    }
    Optional<String> token = environment.variable("IRONCLAW_API_TOKEN");
    if (options.tokenFile == null && token.isEmpty()) {
      // The state folder's own token is never sent: whoever has the port, also while a tunnel is down, would get it.
      throw wrong("--attach " + endpoint.shown() + " needs a token of the control plane there: make one with ironctl "
          + "token create, and give it by --token-file FILE or IRONCLAW_API_TOKEN");
    }
    return Optional.of(new Attachment(endpoint, trust(fingerprint, authority), Optional.ofNullable(options.tokenFile),
        token));
  }

  private static Endpoint.Tcp endpoint(String address) {
    Endpoint.Tcp endpoint;
    try {
      endpoint = Endpoint.Tcp.parse(address);
    } catch (IllegalArgumentException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "--attach: " + e.getMessage(), e);
    }
    if (!endpoint.isEncrypted() && !endpoint.isLoopback()) {
      throw wrong("--attach " + endpoint.shown() + ": everybody on the way could read the token and what is said; use "
          + "https:// (the control plane's --tls), or a tunnel to an address such as http://127.0.0.1:8787");
    }
    return endpoint;
  }

  private static Trust trust(Optional<String> fingerprint, Optional<Path> authority) {
    try {
      return fingerprint.<Trust>map(Trust.Fingerprint::parse).or(() -> authority.map(Trust.Authority::new))
          .orElseGet(Trust.Platform::new);
    } catch (IllegalArgumentException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "--tls-fingerprint: " + e.getMessage(), e);
    }
  }

  private static IronclawException wrong(String words) {
    return new IronclawException(ErrorCode.CONFIGURATION, words);
  }

  /// A client that was let in.
  ///
  /// @throws IronclawException where it can't be reached, is not the one that is expected, or refuses the token
  ControlPlaneClient connect() {
    ControlPlaneClient client = new ControlPlaneClient(endpoint, secret(), ClientTimeouts.DEFAULT, trust);
    try {
      client.status();
      return client;
    } catch (ApiException e) {
      client.close();
      throw new IronclawException(e.kind() == ApiException.Kind.NOT_RUNNING
          ? ErrorCode.UPSTREAM_FAILED
          : ErrorCode.CONFIGURATION, words(e), e);
    }
  }

  private String words(ApiException e) {
    return switch (e.kind()) {
      case NOT_RUNNING -> "no control plane answers at " + endpoint.shown();
      case DENIED ->
        endpoint.shown() + " does not let this app in (" + e.words() + "). Make a token there with ironctl "
            + "token create, and give it by --token-file or IRONCLAW_API_TOKEN";
      case REFUSED, BROKEN -> e.words();
    };
  }

  private Optional<String> secret() {
    try {
      if (tokenFile.isPresent()) {
        Path file = tokenFile.get();
        return Optional.of(StateFolder.token(file, "make it readable for you alone: chmod 600 " + file)
            .orElseThrow(() -> wrong("there is no token in " + file)));
      }
      return token;
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "read the API token: " + e.getMessage(), e);
    }
  }
}
