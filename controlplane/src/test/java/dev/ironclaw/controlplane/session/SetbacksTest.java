package dev.ironclaw.controlplane.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.PartialText;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.StateFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SetbacksTest {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");
  private static final SessionId SESSION = new SessionId("ses_0123456789abcdef");

  @TempDir
  Path folder;
  private final FakeClock clock = new FakeClock();
  private final Brake brake = Brake.loose();
  private final Troubles troubles = new Troubles(Duration.ofMillis(1), brake);

  @Test
  void theEntryOfParkingSaysThatItFailedTooOftenInAnHour() {
    assertThat(parked(() -> {
      for (int i = 0; i < Troubles.MOST_AN_HOUR; i++) {
        troubles.failed(SESSION, ANNA, "its box ended", false, clock.instant());
        troubles.progressed(SESSION);
      }
    })).isEqualTo("its box ended: code 1, as more than 20 of this session did within an hour");
  }

  @Test
  void theEntryOfParkingSaysHowManyFailedInARow() {
    assertThat(parked(() -> {
      for (int i = 1; i < CrashPolicy.PARK_AFTER; i++) {
        troubles.failed(SESSION, ANNA, "its box ended", false, clock.instant());
      }
    })).isEqualTo("its box failed 5 times in a row; last: its box ended: code 1");
  }

  /// What the log says of the session's parking after one more failure.
  private String parked(Runnable before) {
    before.run();
    try (StateFolder files = new StateFolder(folder, clock)) {
      BoxWorkers workers = new BoxWorkers(new FakeIsolator(), files.state, files.audit, clock,
          new BoxIds(new Random(7)), brake, () -> {},
          new RefusalLimit(files.audit::recordBestEffort, clock, (_, _) -> {}));
      Loop loop = new Loop("setbacks-test");
      new Setbacks(troubles, new Pool(SupervisorSettings.DEFAULT, brake), loop, workers, new Silence(), clock, _ -> {},
          () -> {}).failed(SESSION, ANNA, "its box ended: code 1", false);
      loop.close();
      workers.close();
      AuditEvent entry = files.audit.newest(1).stream().map(AuditRecord::event).findFirst().orElseThrow();
      assertThat(entry.kind()).isEqualTo("park");
      return entry.detail();
    }
  }

  private static final class Silence implements SessionEvents {
    @Override
    public void bound(SessionId session) {}

    @Override
    public void released(SessionId session) {}

    @Override
    public void committed(SessionId session) {}

    @Override
    public void partial(AgentGroupId agentGroup, SessionId session, PartialText text) {}

    @Override
    public void changed(BoxStatus status) {}
  }
}
