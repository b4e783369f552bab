package dev.ironclaw.controlplane.panic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PanicControlTest {
  @TempDir
  Path folder;
  private final List<String> done = new CopyOnWriteArrayList<>();
  private Database database;
  private AuditLog audit;
  private Brake brake;
  private PanicControl control;

  @BeforeEach
  void start() {
    database = Database.open(folder.resolve("state.db"), new byte[32], StateSchema.current());
    audit = AuditLog.open(database, folder, new byte[32], new byte[32], Clock.systemUTC());
    brake = Brake.of(folder);
    control = new PanicControl(brake, new PanicSteps(() -> {
      done.add("freeze " + brake.isOn());
      return 7;
    }, () -> done.add("cut"), () -> done.add("ready " + brake.isOn()), () -> done.add("decided " + brake.isOn()),
        () -> done.add("thaw"), () -> done.add("onward")), audit, new EventHub(new Random(1)), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    control.close();
    audit.close();
    database.close();
  }

  @Test
  void stopsInMemoryFirstAndIsFoundByTheNextProcess() {
    PanicControl.Stopped stopped = control.panic("operator", Optional.of("odd"));
    assertThat(stopped.frozen()).isEqualTo(7);
    assertThat(stopped.remembered()).isTrue();
    assertThat(done).containsExactlyInAnyOrder("freeze true", "cut");
    assertThat(Brake.of(folder).panic()).contains(stopped.panic());
    assertThatThrownBy(() -> brake.check("send")).isInstanceOf(IronclawException.class)
        .hasMessageContaining("ironctl resume");
  }

  @Test
  void keepsTheFirstReasonAndFreezesAgain() {
    Panic first = control.panic("operator", Optional.of("odd")).panic();
    assertThat(control.panic("other", Optional.of("later")).panic()).isEqualTo(first);
    assertThat(done).containsExactlyInAnyOrder("freeze true", "cut", "freeze true", "cut");
  }

  @Test
  void letsGoInOrderWithTheEntryFirst() {
    control.panic("operator", Optional.empty());
    done.clear();
    assertThat(control.resume("operator")).isPresent();
    assertThat(done).containsExactly("ready true", "decided false", "thaw", "onward");
    assertThat(Brake.of(folder).isOn()).isFalse();
    assertThat(audit.newest(1).getFirst().event().kind()).isEqualTo("resume");
    assertThat(control.resume("operator")).isEmpty();
  }

  @Test
  void waitsForNobodyWhoHoldsTheDatabase() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Thread locker = Thread.ofPlatform().start(() -> database.write(connection -> {
      held.countDown();
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return true;
    }));
    held.await();
    assertThat(control.panic("operator", Optional.empty()).frozen()).isEqualTo(7);
    over.countDown();
    locker.join();
  }

  @Test
  void stopsAlthoughTheDiskTakesNothingAndStaysSoUntilTheLogCanBeWritten() throws IOException {
    audit.record(new AuditEvent("system", "", "start", "system", "begun"));
    Files.delete(folder.resolve("panic"));
    Files.delete(folder.resolve(AuditFormat.segment(1)));
    assertThat(control.panic("operator", Optional.empty()).remembered()).isFalse();
    assertThat(brake.isOn()).isTrue();
    assertThatThrownBy(() -> control.resume("operator")).isInstanceOf(IronclawException.class);
    assertThat(brake.isOn()).isTrue();
    assertThat(done).containsExactlyInAnyOrder("freeze true", "cut");
  }

  @Test
  void isFoundByTheNextProcessAlsoWhereNothingCanBeFrozenOrCutForWantOfThreads() {
    control.close();
    control = new PanicControl(brake, new PanicSteps(() -> {
      throw new Error("unable to create native thread");
    }, () -> {
      throw new Error("unable to create native thread");
    }, () -> {}, () -> {}, () -> {}, () -> {}), audit, new EventHub(new Random(1)), Clock.systemUTC());

    PanicControl.Stopped stopped = control.panic("operator", Optional.of("odd"));

    assertThat(stopped.frozen()).isZero();
    assertThat(stopped.remembered()).isTrue();
    assertThat(Brake.of(folder).panic()).contains(stopped.panic());
    control.close();
    assertThat(audit.newest(1).getFirst().event().kind()).isEqualTo("panic");
  }

  @Test
  void neitherFreezingNorCuttingWaitsForTheOther() {
    CountDownLatch both = new CountDownLatch(2);
    Runnable meets = () -> {
      both.countDown();
      try {
        done.add("met " + both.await(20, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
    control.close();
    control = new PanicControl(brake, new PanicSteps(() -> {
      meets.run();
      return 1;
    }, meets, () -> {}, () -> {}, () -> {}, () -> {}), audit, new EventHub(new Random(1)), Clock.systemUTC());

    control.panic("operator", Optional.empty());

    assertThat(done).containsExactly("met true", "met true");
  }

  @Test
  void thawsNothingThatWasStoppedAgainMeanwhile() {
    control = new PanicControl(brake, new PanicSteps(() -> 1, () -> {}, () -> {},
        () -> brake.engage(new Panic(Clock.systemUTC().instant(), "other", Optional.empty())),
        () -> done.add("thaw"), () -> {}), audit, new EventHub(new Random(1)), Clock.systemUTC());
    control.panic("operator", Optional.empty());
    control.resume("operator");
    assertThat(done).isEmpty();
    assertThat(brake.isOn()).isTrue();
  }
}
