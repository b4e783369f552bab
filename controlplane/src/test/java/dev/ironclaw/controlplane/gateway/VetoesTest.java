package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.panic.Panic;
import dev.ironclaw.controlplane.testing.FaultyConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A rejection that the disk would not take, and nobody who comes back to it but the gateway itself.
class VetoesTest {
  @TempDir
  Path folder;
  private final FaultyConnection statements = new FaultyConnection();
  private GatewayRig rig;
  private Change change;

  @BeforeEach
  void open() {
    rig = new GatewayRig(folder, GatewaySettings.DEFAULT, statements::wrap);
    change = rig.submit("persona", "{\"soul\":\"x\"}");
  }

  private void rejectWithoutADisk() {
    statements.failFrom(1);
    assertThat(rig.reject(change).state()).isEqualTo(ChangeState.REJECTED);
    statements.fail(0);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void assertStored() {
    rig.restart();
    Change stored = rig.gateway.find(change.id()).orElseThrow();
    assertThat(stored.state()).isEqualTo(ChangeState.REJECTED);
    assertThat(stored.decision().orElseThrow().decidedBy()).isEqualTo("operator:alice");
    assertThat(rig.ledger.entries).filteredOn(event -> event.stage().equals("decision")).singleElement()
        .extracting(AuditEvent::actor).isEqualTo("operator:alice");
  }

  @Test
  void isStoredWhenTheGatewayGoesOn() {
    rejectWithoutADisk();
    rig.gateway.resume();
    assertStored();
    assertThat(rig.told).extracting(Change::state).containsExactly(ChangeState.REJECTED);
  }

  @Test
  void isStoredAsWhatSomebodySaidWhenItsTimeIsOver() {
    // In a panic nothing is finished, so the expiry is the first to come by.
    rig.brake.engage(new Panic(Instant.EPOCH, "alice", Optional.empty()));
    rejectWithoutADisk();
    rig.time.advance(GatewaySettings.DEFAULT.expiry().plus(Duration.ofMinutes(2)));
    assertStored();
  }
}
