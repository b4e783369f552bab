package dev.ironclaw.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.diagnostics.Redaction;
import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.contract.api.BoxView;
import dev.ironclaw.contract.api.HealthView;
import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.contract.api.PanicView;
import dev.ironclaw.contract.api.PolicyView;
import dev.ironclaw.contract.api.ReadyView;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.SelftestRunView;
import dev.ironclaw.contract.api.SelftestView;
import dev.ironclaw.contract.api.SettingView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.desktop.log.AppLog;
import dev.ironclaw.desktop.testing.Desk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every source that the bundle reads has secrets planted wherever it has words.
class DiagnosticsViewModelTest {
  /// What somebody said: no pattern knows it, so nothing that may hold it goes in.
  private static final String SAID = "meet Grace at the lighthouse";
  private static final List<String> SECRETS = List.of("ict_q7Zt3mVx0pL9aKs2bWn8cRy4dUe6fHi1gJo5lMqTzXw",
      "sk-ant-api03-Zz9Yy8Xx7Ww6", "hunter2hunter2", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      "dGhpcyBpcyBhIGtleSB0aGF0IG9wZW5zMTIz", "grace.hopper@example.org", "ada", "/home/grace", "JBSWY3DPEHPK3PXP",
      "MERIDIAN", "BLUE_HERON", "491701234567",
      "4711", "adas-laptop");
  private static final String ALL = "Bearer ict_q7Zt3mVx0pL9aKs2bWn8cRy4dUe6fHi1gJo5lMqTzXw sk-ant-api03-Zz9Yy8Xx7Ww6 "
      + "passphrase=hunter2hunter2 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 "
      + "dGhpcyBpcyBhIGtleSB0aGF0IG9wZW5zMTIz grace.hopper@example.org /home/ada/letters /home/grace/x ada "
      + "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP";
  /// Words that look like states, ids and counts of ours.
  private static final String ALIKE = "MERIDIAN BLUE_HERON 491701234567 adas-laptop";
  private static final Logger OURS = LoggerFactory.getLogger("dev.ironclaw.test.Canary");
  private static final Logger OTHERS = LoggerFactory.getLogger("org.other.Canary");

  @TempDir
  Path folder;

  private final Desk desk = new Desk();

  @AfterEach
  void close() {
    desk.close();
  }

  private DiagnosticsViewModel model() {
    return new DiagnosticsViewModel(desk.backend(),
        new DiagnosticsViewModel.Sources(() -> Map.of("app", "0.1.0", "machine of", ALL), Optional.of(folder),
            folder.resolve("desktop").resolve("app.log"),
            new Redaction(List.of(), "/home/ada", List.of("ada", "adas-laptop"))),
        Desk.TEXTS);
  }

  /// Words that only our own control plane puts together, of paths and numbers: patterns take out what they know.
  private void plant() throws IOException {
    RuntimeView runtime = new RuntimeView("runsc", false, "20221219.0", "systrap", "rootless", List.of(SAID),
        List.of("no image at " + ALL, ALIKE), List.of(new RuntimeView.WeaknessView("rootless", SAID),
            new RuntimeView.WeaknessView(SAID, SAID)),
        Optional.of("sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"));
    desk.controlPlane().answer("GET /v1/status", new StatusView("0.1.0", "2026-11-21T08:00:00Z", 60,
        Optional.of("audit: " + ALL + ALIKE), "/home/ada/" + SAID, "25", runtime,
        List.of(new BoxView(Optional.of(SAID), SAID, Optional.of(SAID), "parked", "2026-11-21T08:00:00Z",
            Optional.empty(), Optional.of(SAID + ALL))),
        1, 1, 1, Optional.empty(), Optional.of(SAID),
        Optional.of(new PanicView("2026-11-21T09:00:00Z", SAID, Optional.of(SAID + ALL))),
        Optional.of(new SelftestRunView("2026-11-21T09:30:00Z", new SelftestView(false,
            List.of(new SelftestView.ProbeView("host-udp", false, SAID + ALL),
                new SelftestView.ProbeView(SAID, false, ALL)),
            List.of())))));
    desk.controlPlane().answer("GET /v1/config", List.of(new SettingView("state-dir", "/home/ada/x", "flag"),
        new SettingView("master-key-command", ALL, "flag"), new SettingView("audit-witness", "https://u:p@h/", "flag"),
        new SettingView("pool-size", "3", "flag"), new SettingView("log-format", ALL, "flag"),
        new SettingView(SAID, SAID, SAID)));
    desk.controlPlane().answer("GET /healthz", new HealthView("ok", "0.1.0"));
    desk.controlPlane().answer("GET /readyz", new ReadyView("not ready", Optional.of(ALL + " " + ALIKE)));
    desk.controlPlane().answer("GET /v1/key", new MasterKeyView("mk_1", "file", "KEY BESIDE THE DATA " + ALL, 1));
    desk.controlPlane().answer("GET /v1/policy", new PolicyView(Map.of("x", SAID), List.of(SAID), Optional.of(SAID),
        Optional.of(SAID), Optional.of(SAID + ALL), List.of(SAID + ALL)));
    desk.controlPlane().answer("GET /v1/audit?limit=2000", List.of(entry("decision"), entry("auth"), entry("auth"),
        entry(SAID)));
    try (AppLog log = AppLog.start(folder.resolve("desktop"))) {
      assertThat(log).isNotNull();
      OURS.warn("session={} step=deliver failed: {}", "ses_00000000000000a1", SAID + ALL);
      OURS.warn("box={} step=end problem={}", SAID, ALL, new IOException(SAID, new IllegalStateException(ALL)));
      for (String word : ALIKE.split(" ")) {
        OURS.warn("state={} count={} door={} {}", word, word, 4711, word);
        OURS.warn("agent={} by={} {}", word, 4711, 4711);
      }
      OURS.warn("state={} adopted={}", "RUNNING", 3);
      OTHERS.warn("quoted " + SAID + ALL);
    }
    Files.writeString(folder.resolve("desktop").resolve("app.log"), "2026-11-21T09:00:00Z WARN X " + ALL + "\n" + SAID
        + "\n", java.nio.file.StandardOpenOption.APPEND);
  }

  private static AuditEntryView entry(String stage) {
    return new AuditEntryView(1, "2026-11-21T09:00:00Z", stage, Optional.of(SAID), Optional.empty(), SAID, SAID,
        SAID + ALL, "9f86", Optional.of(SAID));
  }

  @Test
  void nothingSecretAndNothingThatAnybodySaidGetsIntoTheBundle() throws IOException {
    plant();
    DiagnosticsViewModel model = model();
    model.start();
    model.collect();
    Path file = folder.resolve("bundle.zip");
    model.write(file);
    String all = unzipped(file);
    assertThat(all).as("what is shown is what is written").contains("2 auth, 1 decision, 1 other",
        "session=⟨ses_00000000000000a1⟩ step=deliver failed: ⟨…⟩", "pool-size", "WARN  master key",
        "state=⟨RUNNING⟩ adopted=⟨3⟩", "count=⟨…⟩", "NO: audit", "FAIL  readiness", "got through: host-udp",
        "sha256:9f86d081884c", "rootless, other");
    assertThat(model.bundle().get().orElseThrow().parts()).allMatch(part -> all.contains(part.text()));
    SECRETS.forEach(secret -> assertThat(all).doesNotContainPattern("(?i)\\b" + java.util.regex.Pattern.quote(secret)));
    assertThat(all).doesNotContain(SAID).doesNotContain("lighthouse", "Grace");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
  }

  private static String unzipped(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<String> texts = new ArrayList<>();
      for (ZipEntry entry : zip.stream().collect(Collectors.toList())) {
        texts.add(entry.getName() + "\n"
            + new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
      return String.join("\n", texts);
    }
  }

  @Test
  void aControlPlaneThatDoesNotAnswerLeavesABundleThatSaysSo() {
    DiagnosticsViewModel model = model();
    model.start();
    model.collect();
    assertThat(model.bundle().get().orElseThrow().preview()).contains("about.txt",
        "the control plane did not answer: NOT_FOUND", "there is no log of the app");
    model.stop();
    assertThat(model.bundle().get()).isEmpty();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsSaid() {
    DiagnosticsViewModel model = model();
    model.start();
    model.collect();
    model.write(folder.resolve("missing").resolve("bundle.zip"));
    assertThat(model.note().get()).contains("can't be written", "Choose another place");
  }

  @Test
  void theMachineIsMeasuredWithoutItsName() throws IOException {
    Map<String, String> facts = HostFacts.measure("0.1.0", "XFCE, x11");
    assertThat(facts).containsKeys("system", "processor", "memory");
    assertThat(String.join(" ", facts.values()))
        .doesNotContain(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
  }

  @Test
  void aMachineThatCannotBeMeasuredIsSaidAndHoldsNothingUp() {
    assertThat(HostFacts.measure("0.1.0", "XFCE", () -> {
      throw new UnsatisfiedLinkError("no library");
    }, Duration.ofMinutes(1))).containsAllEntriesOf(HostFacts.UNREAD).containsEntry("desktop", "XFCE");
    CountDownLatch never = new CountDownLatch(1);
    assertThat(HostFacts.measure("0.1.0", "XFCE", () -> {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Map.of();
    }, Duration.ofMillis(1))).containsAllEntriesOf(HostFacts.UNREAD);
    never.countDown();
  }
}
