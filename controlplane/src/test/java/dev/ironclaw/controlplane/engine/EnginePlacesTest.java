package dev.ironclaw.controlplane.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which engines are asked, and what is said where none answers.
final class EnginePlacesTest {
  // printf colima | sha256sum
  private static final String COLIMA = "f24fd3749c1368328e2b149bec149cb6795619f244c5b584e844961215dadd16";

  @TempDir
  Path home;

  @Test
  void asksOnlyWhatDockerHostNames() {
    assertThat(EnginePlaces.of(around("Linux", Map.of("DOCKER_HOST", "unix:///tmp/mine.sock"))))
        .extracting(EngineAddress::host).containsExactly("unix:///tmp/mine.sock");
  }

  @Test
  void takesCertificatesOnlyWhereTheyAreToBeVerified() {
    Map<String, String> named = Map.of("DOCKER_HOST", "tcp://far:2376", "DOCKER_CERT_PATH", "/certs");
    assertThat(EnginePlaces.of(around("Linux", named)).getFirst().certificates()).isEmpty();
    Map<String, String> verified = Map.of("DOCKER_HOST", "tcp://far:2376", "DOCKER_CERT_PATH", "/certs",
        "DOCKER_TLS_VERIFY", "1");
    assertThat(EnginePlaces.of(around("Linux", verified)).getFirst().certificates()).contains(Path.of("/certs"));
  }

  @Test
  void asksOnlyTheCurrentContext() throws IOException {
    context("{\"Name\":\"colima\",\"Endpoints\":{\"docker\":{\"Host\":\"unix:///c.sock\",\"SkipTLSVerify\":false}}}");

    assertThat(EnginePlaces.of(around("Mac OS X", Map.of()))).singleElement().satisfies(place -> {
      assertThat(place.source()).isEqualTo("context colima");
      assertThat(place.host()).isEqualTo("unix:///c.sock");
    });
  }

  @Test
  void lookForNoOtherEngineWhereTheContextCanNotBeRead() throws IOException {
    context("{\"Endpoints\":{}}");

    assertThatThrownBy(() -> EnginePlaces.of(around("Linux", Map.of()))).isInstanceOf(IronclawException.class)
        .hasMessageContaining("context colima").hasMessageContaining("docker context use NAME");
  }

  @Test
  void theDefaultContextIsNone() throws IOException {
    Files.writeString(Files.createDirectories(home.resolve(".docker")).resolve("config.json"),
        "{\"currentContext\":\"default\"}");

    assertThat(EnginePlaces.of(around("Linux", Map.of()))).extracting(EngineAddress::source).containsExactly("Docker",
        "Docker Desktop", "Docker Desktop", "Colima", "Rancher Desktop", "rootless Docker", "Podman", "Podman");
  }

  @Test
  void saysHowToInstallOneWhereThereIsNone() {
    Surroundings nowhere = around("Linux", Map.of("DOCKER_HOST", "unix://" + home.resolve("none.sock")));

    assertThatThrownBy(() -> Engines.find(nowhere)).isInstanceOf(IronclawException.class)
        .hasMessageContaining("find a container engine: none answers").hasMessageContaining("unset DOCKER_HOST")
        .hasMessageContaining("no " + home.resolve("none.sock"));
  }

  @Test
  void saysWhatASocketThatNobodyServesAnswered() throws IOException {
    Path socket = home.resolve("dead.sock");
    ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket)).close();

    assertThatThrownBy(() -> Engines.find(around("Linux", Map.of("DOCKER_HOST", "unix://" + socket))))
        .isInstanceOf(IronclawException.class).hasMessageContaining("no answer").hasMessageContaining("dead.sock");
  }

  @Test
  void waitsForNoSocketThatTakesCallsAndDoesNotAnswer() throws IOException {
    Path socket = home.resolve("silent.sock");
    try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket))) {
      assertThat(silent.isOpen()).isTrue();

      assertThatThrownBy(() -> Engines.at(EngineAddress.socket("Docker", socket), Duration.ofMillis(200)))
          .isInstanceOfSatisfying(IronclawException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE))
          .hasMessageContaining("no answer");
    }
  }

  @Test
  void asksTheUsualPlacesOfEachSystem() {
    assertThat(EnginePlaces.of(around("Mac OS X", Map.of()))).extracting(EngineAddress::source).containsExactly(
        "Docker",
        "Docker Desktop", "Docker Desktop", "Colima", "Rancher Desktop", "Podman");
    assertThat(EnginePlaces.of(around("Windows 11", Map.of()))).extracting(EngineAddress::host).containsExactly(
        "npipe:////./pipe/docker_engine", "npipe:////./pipe/dockerDesktopLinuxEngine",
        "npipe:////./pipe/podman-machine-default");
  }

  @Test
  void saysOnEachSystemHowToInstallOrStartOne() {
    List<String> none = List.of("Docker: no /var/run/docker.sock", "Podman: no /run/podman/podman.sock");
    List<String> dead = List.of(
        "Docker (unix:///var/run/docker.sock): ask the engine whether it is there: no answer (Connection refused)",
        "Podman: no /x");
    List<String> closed = List.of("Docker (unix:///var/run/docker.sock): no answer (Permission denied)",
        "Podman: no /x");

    assertThat(EngineAdvice.of(around("Linux", Map.of()), none)).contains("apt-get install docker.io");
    assertThat(EngineAdvice.of(around("Linux", Map.of()), dead)).contains("systemctl start docker");
    assertThat(EngineAdvice.of(around("Linux", Map.of()), closed)).contains("usermod -aG docker",
        "can become root");
    assertThat(EngineAdvice.of(around("Mac OS X", Map.of()), none)).contains("Install Docker Desktop", "brew install");
    assertThat(EngineAdvice.of(around("Mac OS X", Map.of()), dead)).contains("Start Docker Desktop", "colima start");
    assertThat(EngineAdvice.of(around("Windows 11", Map.of()), none)).contains("Docker Desktop", "WSL2");
    assertThat(EngineAdvice.of(around("Linux", Map.of()), List.of("context colima (unix:///c.sock): no answer")))
        .contains("docker context use NAME");
    assertThatThrownBy(() -> Engines.find(around("Windows 11", Map.of()))).as("named pipes are not spoken to")
        .hasMessageContaining("docker_engine").hasMessageContaining("WSL2");
  }

  @Test
  void speaksToNoFarEngineWithoutTls() {
    assertThatThrownBy(() -> Engines.find(around("Linux", Map.of("DOCKER_HOST", "tcp://192.0.2.1:2375"))))
        .isInstanceOf(IronclawException.class).hasMessageContaining("DOCKER_TLS_VERIFY=1");
  }

  @Test
  void aNameThatBeginsLikeLoopbackIsNone() {
    for (String far : List.of("tcp://127.0.0.1.example.org:2375", "tcp://127.example.org:2375")) {
      assertThatThrownBy(() -> Engines.find(around("Linux", Map.of("DOCKER_HOST", far))))
          .hasMessageContaining("DOCKER_TLS_VERIFY=1");
    }
  }

  @Test
  void saysWhatToMendInAnAddressOrCertificatesThatCantBeUsed() {
    assertThatThrownBy(() -> Engines.find(around("Linux", Map.of("DOCKER_HOST", "tcp://no name:2375"))))
        .isInstanceOf(IronclawException.class).hasMessageContaining("tcp://host:port");
    assertThatThrownBy(() -> Engines.find(around("Linux", Map.of("DOCKER_HOST", "tcp://192.0.2.1:2376",
        "DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", home.resolve("none").toString()))))
        .isInstanceOf(IronclawException.class).hasMessageContaining("DOCKER_CERT_PATH");
  }

  private void context(String meta) throws IOException {
    Path docker = Files.createDirectories(home.resolve(".docker"));
    Files.writeString(docker.resolve("config.json"), "{\"auths\":{},\"currentContext\":\"colima\"}");
    Files.writeString(Files.createDirectories(docker.resolve("contexts/meta").resolve(COLIMA)).resolve("meta.json"),
        meta);
  }

  private Surroundings around(String system, Map<String, String> environment) {
    return new Surroundings(environment, home, system, 1000);
  }
}
