package dev.ironclaw.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.audit.AuditExpectation;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import dev.ironclaw.contract.audit.AuditWitness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditWitnessTest {
  private static final AuditEvent EVENT = new AuditEvent("submit", "chg_1", "persona", "operator", "detail");
  private static final AuditSettings SOON = AuditSettings.DEFAULT.withTimes(Duration.ofHours(1), Duration.ZERO);

  @TempDir
  Path folder;

  private Path log() throws IOException {
    return Files.createDirectories(folder.resolve("log"));
  }

  private Path witness() {
    return folder.resolve("witness");
  }

  private AuditSettings witnessed() {
    return AuditSettings.DEFAULT.withWitnesses(List.of(Witness.parse(witness().toString())));
  }

  private AuditVerdict verify(Path log) throws Exception {
    return AuditVerifier.verify(log,
        new AuditExpectation(Set.of(), Set.of(), List.of(AuditWitness.read(witness()))));
  }

  @Test
  void aFileGetsEachCheckpointAndTheHeadAtStop() throws Exception {
    try (LogFolder log = LogFolder.open(log(), witnessed())) {
      log.audit.record(EVENT);
    }
    assertThat(Files.readString(witness())).contains("\"key\":").hasLineCount(2);
    assertThat(verify(log())).isInstanceOf(AuditVerdict.Intact.class);
    assertThat(AuditWitness.read(witness()).lines()).extracting(AuditWitness.Line::seq).containsExactly(2L, 2L);
  }

  @Test
  void everythingPutBackTogetherIsFoundByTheVerifierAndByTheStart() throws Exception {
    try (LogFolder log = LogFolder.open(log(), witnessed())) {
      log.audit.record(EVENT);
    }
    Map<String, byte[]> files = Tampering.read(log());
    byte[] database = Files.readAllBytes(log().resolve("state.db"));
    Map<String, byte[]> others = others();
    try (LogFolder log = LogFolder.open(log(), witnessed())) {
      log.audit.record(EVENT);
    }
    Tampering.write(log(), files);
    for (Map.Entry<String, byte[]> other : others.entrySet()) {
      Files.write(log().resolve(other.getKey()), other.getValue());
    }
    Files.write(log().resolve("state.db"), database);
    assertThat(AuditVerifier.verify(log())).isInstanceOf(AuditVerdict.Intact.class);
    assertThat(verify(log())).isInstanceOfSatisfying(AuditVerdict.Broken.class, broken -> {
      assertThat(broken.seq()).isEqualTo(4);
      assertThat(broken.what()).contains("put back");
    });
    try (LogFolder log = LogFolder.open(log(), witnessed())) {
      assertThat(log.audit.fault().orElseThrow()).contains("the witness", "an older state was put back");
    }
  }

  /// What belongs to the database beside its file.
  private Map<String, byte[]> others() throws IOException {
    Map<String, byte[]> others = new java.util.TreeMap<>();
    try (var all = Files.list(log())) {
      for (Path file : all.toList()) {
        others.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
      }
    }
    return others;
  }

  @Test
  void aLineThatAPowerCutToreIsWrittenOver() throws Exception {
    try (LogFolder log = LogFolder.open(log(), witnessed())) {
      log.audit.record(EVENT);
    }
    Files.writeString(witness(), "{\"v\":2,\"se", StandardOpenOption.APPEND);
    try (LogFolder log = LogFolder.open(log(), witnessed())) {
      assertThat(log.audit.fault()).isEmpty();
      log.audit.record(EVENT);
    }
    assertThat(Files.readString(witness())).hasLineCount(4);
    assertThat(verify(log())).isInstanceOf(AuditVerdict.Intact.class);
  }

  @Test
  void aHostGetsTheHeadAndLosingItStopsNothingAndIsSaidOnce() throws Exception {
    BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    HttpServer host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    host.createContext("/keep", exchange -> {
      arrived.add(new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII));
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    });
    host.start();
    String url = "http://127.0.0.1:" + host.getAddress().getPort() + "/keep";
    try (LogFolder log = LogFolder.open(log(), SOON.withWitnesses(List.of(Witness.parse(url))))) {
      log.audit.record(EVENT);
      assertThat(arrived.poll(60, TimeUnit.SECONDS)).contains("\"seq\":000000000001,", "\"sig\":");
      host.stop(0);
      log.audit.record(EVENT);
      log.audit.record(EVENT);
      log.audit.rotate("local");
    }
    try (LogFolder log = LogFolder.open(log(), AuditSettings.DEFAULT)) {
      assertThat(log.audit.newest(20)).extracting(entry -> entry.event().kind()).containsOnlyOnce("lost")
          .contains("rotate");
    }
    assertThat(AuditVerifier.verify(log())).isInstanceOf(AuditVerdict.Intact.class);
  }

  @Test
  void refusesAWitnessThatIsNoPlaceOutside() {
    for (String given : List.of("http://example.org/keep", "relative/file", "https://")) {
      assertThatThrownBy(() -> Witness.parse(given)).as(given)
          .isInstanceOfAny(IronclawException.class, IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Witness.parse("http://example.org/keep")).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
  }
}
