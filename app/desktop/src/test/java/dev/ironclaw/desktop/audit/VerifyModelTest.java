package dev.ironclaw.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.contract.api.StatusView.AuditHeadView;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import dev.ironclaw.desktop.audit.VerifyModel.Level;
import dev.ironclaw.desktop.home.HomeFacts;
import dev.ironclaw.desktop.testing.Desk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Over a real log, written by the control plane's own class.
class VerifyModelTest {
  private static final String STATUS = "GET /v1/status";

  @TempDir
  private Path folder = Path.of("");
  private final Desk desk = new Desk();
  /// Set by [#open].
  @SuppressWarnings("NullAway.Init")
  private VerifyModel model;

  @BeforeEach
  void open() {
    model = new VerifyModel(desk.backend(), Optional.of(folder), Desk.TEXTS);
  }

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  private StatusView written(int entries) {
    Keyring keyring = Keyring.open(folder);
    try (Database state = Database.open(folder.resolve("state.db"), keyring.derived("state.db"),
        StateSchema.current())) {
      AuditLog audit = AuditLog.open(state, folder, keyring.auditSigning(), keyring.auditSealing().getFirst(),
          Clock.systemUTC());
      for (int i = 0; i < entries; i++) {
        audit.record(new AuditEvent("system", "", "start", "system", "number " + i));
      }
      audit.close();
      AuditHeadView head = audit.head().map(place -> new AuditHeadView(place.seq(), place.hash(),
          audit.keyFingerprint(), Optional.empty(), Optional.empty())).orElseThrow();
      return status(folder.toString(), Optional.of(head));
    }
  }

  private static StatusView status(String stateDir, Optional<AuditHeadView> head) {
    return new StatusView("0.1.0", "2026-11-21T07:02:00Z", 1, Optional.empty(), stateDir, "25",
        new RuntimeView("runsc", true, "1", "systrap", "root", List.of(), List.of()), List.of(), 0, 0, 0, head,
        Optional.empty(), Optional.empty());
  }

  @Test
  void saysWhatTheControlPlaneSaysAndNoMore() {
    desk.controlPlane().answer(STATUS, HomeFacts.well());
    model.start();
    assertThat(model.badge().get().level()).isEqualTo(Level.KEPT);
    assertThat(model.badge().get().words()).contains("12,304 lines", "signed at line 12300, 8 min ago");
    desk.controlPlane().answer(STATUS, HomeFacts.troubled());
    desk.tell("audit.appended", Map.of());
    desk.delaysEnd();
    assertThat(model.badge().get().level()).isEqualTo(Level.BROKEN);
  }

  @Test
  void readsEveryLineOfTheFilesHere() {
    desk.controlPlane().answer(STATUS, written(5));
    model.start();
    model.verify();
    assertThat(model.badge().get().level()).isEqualTo(Level.VERIFIED);
    assertThat(model.badge().get().words()).contains("Verified at 2026-11-2", "5 entries");
    assertThat(model.busy().get()).isFalse();
  }

  @Test
  void findsOneChangedByteAndSaysSoUntilItIsReadAnew() throws IOException {
    desk.controlPlane().answer(STATUS, written(5));
    Path log = folder.resolve("audit-000000000001.jsonl");
    byte[] bytes = Files.readAllBytes(log);
    bytes[400] ^= 1;
    Files.write(log, bytes);
    model.start();
    model.verify();
    assertThat(model.badge().get().level()).isEqualTo(Level.BROKEN);
    assertThat(model.badge().get().words()).contains("audit-000000000001.jsonl, line ");
    desk.tell("resync", Map.of());
    assertThat(model.badge().get().level()).isEqualTo(Level.BROKEN);
  }

  @Test
  void filesThatArePutBackAreNotTheLogThatTheControlPlaneKnows() {
    StatusView real = written(5);
    AuditHeadView other = new AuditHeadView(9, "ab".repeat(32), real.auditHead().orElseThrow().key(), Optional.empty(),
        Optional.empty());
    desk.controlPlane().answer(STATUS, status(folder.toString(), Optional.of(other)));
    model.start();
    model.verify();
    assertThat(model.badge().get().level()).isEqualTo(Level.BROKEN);
  }

  @Test
  void noGoodNewsHidesAWarningAndNoneOutlivesTheConnection() {
    StatusView well = written(5);
    AuditHeadView head = well.auditHead().orElseThrow();
    desk.controlPlane().answer(STATUS, well);
    model.start();
    model.verify();
    desk.tell("audit.appended", Map.of());
    desk.delaysEnd();
    assertThat(model.badge().get().level()).isEqualTo(Level.VERIFIED);
    desk.controlPlane().answer(STATUS, status(folder.toString(), Optional.of(new AuditHeadView(head.seq(), head.hash(),
        head.key(), Optional.of("the witness is behind"), Optional.empty()))));
    desk.tell("audit.appended", Map.of());
    desk.delaysEnd();
    assertThat(model.badge().get().words()).isEqualTo("the witness is behind");
    model.verify();
    assertThat(model.badge().get().level()).isEqualTo(Level.WARNING);
    desk.controlPlane().answer(STATUS, well);
    desk.tell("resync", Map.of());
    assertThat(model.badge().get().level()).isEqualTo(Level.KEPT);
  }

  @Test
  void aLogElsewhereIsNotCalledVerifiedThoughAFolderOfItsPathIsHere() {
    desk.controlPlane().answer(STATUS, written(5));
    VerifyModel elsewhere = new VerifyModel(desk.backend(), Optional.empty(), Desk.TEXTS);
    elsewhere.start();
    elsewhere.verify();
    assertThat(elsewhere.badge().get().level()).isEqualTo(Level.WARNING);
    assertThat(elsewhere.badge().get().words()).contains("another machine", "ironctl audit verify");
    elsewhere.stop();
  }
}
