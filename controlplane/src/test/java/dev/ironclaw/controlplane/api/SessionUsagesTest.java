package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.api.SessionUsageView;
import dev.ironclaw.controlplane.isolation.BoxUsage;
import dev.ironclaw.controlplane.session.BoxStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SessionUsagesTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private final FakeSessionControl control = new FakeSessionControl();
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final AtomicInteger measured = new AtomicInteger();
  private final SessionUsages usages = new SessionUsages(control, now::get);

  private void box(String box, Optional<String> session, Supplier<Optional<BoxUsage>> usage) {
    control.boxes.add(new BoxStatus(Optional.of(new BoxId(box)), new AgentGroupId("helper"),
        session.map(SessionId::new), BoxStatus.State.RUNNING, START, Optional.empty(), Optional.empty(), usage));
  }

  private Optional<BoxUsage> some() {
    return Optional.of(new BoxUsage(1_000L * measured.incrementAndGet(), Duration.ofMillis(1_500), START));
  }

  @Test
  void measuresTheBoxesOfSessionsAlone() {
    box("box_0000000000000001", Optional.of("ses_0000000000000001"), this::some);
    box("box_0000000000000002", Optional.empty(), this::some);
    box("box_0000000000000003", Optional.of("ses_0000000000000003"), Optional::empty);
    assertThat(usages.now())
        .containsExactly(
            new SessionUsageView("ses_0000000000000001", "box_0000000000000001", 1_000, 1_500, "2026-11-21T10:00:00Z"));
    assertThat(measured).hasValue(1);
  }

  @Test
  void measuresOnceInASecondHoweverOftenItIsAsked() {
    box("box_0000000000000001", Optional.of("ses_0000000000000001"), this::some);
    usages.now();
    now.set(START.plusMillis(999));
    usages.now();
    assertThat(measured).hasValue(1);
    now.set(START.plusMillis(1_001));
    assertThat(usages.now().getFirst().memoryBytes()).isEqualTo(2_000);
    now.set(START.minusSeconds(60));
    usages.now();
    assertThat(measured).as("a clock that was put back").hasValue(3);
  }
}
