package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.panic.Panic;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayPanicTest {
  @TempDir
  Path folder;
  private GatewayRig rig;

  @BeforeEach
  void start() {
    rig = new GatewayRig(folder);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void keepsAnApprovalWithoutEffectUntilThePanicIsOver() {
    Change change = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    rig.brake.engage(new Panic(Instant.EPOCH, "alice", Optional.empty()));

    Change approved = rig.approve(change);
    rig.gateway.resume();

    assertThat(approved.state()).isEqualTo(ChangeState.APPROVED);
    assertThat(approved.error()).hasValueSatisfying(why -> assertThat(why).contains("panic"));
    assertThat(rig.agent().enabledTools()).doesNotContain("write_file");
    assertThat(rig.effects).isEmpty();

    rig.brake = Brake.loose();
    rig.restart();
    rig.gateway.resume();
    assertThat(rig.agent().enabledTools()).contains("write_file");
    assertThat(rig.effects).hasSize(1);
  }

  @Test
  void takesARejectionAllTheSame() {
    Change change = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    rig.brake.engage(new Panic(Instant.EPOCH, "alice", Optional.empty()));
    assertThat(rig.reject(change).state()).isEqualTo(ChangeState.REJECTED);
    Change held = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    rig.approve(held);
    assertThat(rig.reject(held).state()).as("stops what waits").isEqualTo(ChangeState.REJECTED);
  }
}
