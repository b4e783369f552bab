package dev.ironclaw.controlplane.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds an engine that answers.
public final class Engines {
  /// For the first answer. An engine on this machine needs milliseconds; one whose socket nobody serves would be waited for.
  private static final Duration PING = Duration.ofSeconds(3);
  private static final Duration CALL = Duration.ofSeconds(60);
  private static final int CONNECTIONS = 64;

  private Engines() {}

  /// The first engine that answers, in the order of the docker command: `DOCKER_HOST` or the current context alone where
  /// the user has set one, else the usual sockets of Docker, Docker Desktop, Colima, Rancher Desktop, rootless Docker and
  /// Podman.
  ///
  /// Fails with `RUNTIME_UNAVAILABLE` saying what was asked, what came back, and how to install or start an engine; with
  /// `CONFIGURATION` for settings of the docker command that can't be read.
  public static Engine find(Surroundings around) {
    List<String> tried = new ArrayList<>();
    for (EngineAddress place : EnginePlaces.of(around)) {
      if (place.socket().filter(socket -> !Files.exists(socket)).isPresent()) {
        tried.add(place.source() + ": no " + place.host().substring("unix://".length()));
        continue;
      }
      try {
        return at(place);
      } catch (IronclawException e) {
        tried.add(place.source() + " (" + place.host() + "): " + e.getMessage());
      }
    }
    throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
        "find a container engine: none answers. " + EngineAdvice.of(around, tried) + " Asked: "
            + String.join("; ", tried));
  }

  /// The engine there. Fails with `RUNTIME_UNAVAILABLE` where it does not answer in time.
  public static Engine at(EngineAddress address) {
    return at(address, PING);
  }

  static Engine at(EngineAddress address, Duration first) {
    refuseUnsupported(address);
    try (DockerEngine once = open(address, first)) {
      once.ping();
    }
    return open(address, CALL);
  }

  private static void refuseUnsupported(EngineAddress address) {
    if (!address.host().startsWith("unix://") && !address.host().startsWith("tcp://")) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "it is not reached over unix:// or tcp://; "
          + "run IronClaw in WSL2 on Windows, or forward the engine's socket");
    }
    if (address.host().startsWith("tcp://") && address.certificates().isEmpty() && !isLoopback(address)) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
          "over a network an engine is only spoken to with TLS; set "
              + "DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH");
    }
  }

  private static boolean isLoopback(EngineAddress address) {
    String host = String.valueOf(uri(address).getHost());
    return host.equals("localhost") || host.matches("127(\\.[0-9]{1,3}){3}") || host.equals("[::1]");
  }

  private static URI uri(EngineAddress address) {
    try {
      return new URI(address.host());
    } catch (URISyntaxException e) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
          "its address is none; write it as unix:///path or tcp://host:port", e);
    }
  }

  /// The library says in its own way that it can't read an address or certificates.
  private static DockerEngine open(EngineAddress address, Duration limit) {
    try {
      return connect(address, limit);
    } catch (RuntimeException e) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "its address or its certificates can't be used: "
          + e.getMessage() + "; mend DOCKER_HOST and DOCKER_CERT_PATH, or the context", e);
    }
  }

  private static DockerEngine connect(EngineAddress address, Duration limit) {
    DefaultDockerClientConfig.Builder config = DefaultDockerClientConfig.createDefaultConfigBuilder()
        .withDockerHost(address.host()).withDockerTlsVerify(address.certificates().isPresent());
    address.certificates().map(Path::toString).ifPresent(config::withDockerCertPath);
    DefaultDockerClientConfig built = config.build();
    return new DockerEngine(address, client(built, Optional.of(limit)), client(built, Optional.empty()),
        new CallLimit(limit));
  }

  private static DockerClient client(DefaultDockerClientConfig config, Optional<Duration> limit) {
    ZerodepDockerHttpClient.Builder http = new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost())
        .maxConnections(CONNECTIONS).connectionTimeout(PING);
    limit.ifPresent(http::responseTimeout);
    Optional.ofNullable(config.getSSLConfig()).ifPresent(http::sslConfig);
    return DockerClientImpl.getInstance(config, new UnkeptConnections(http.build()));
  }
}
