package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.grant.Grants;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gateway with the real audit log: what the file says when the effect happens, and what happens without it.
class GatewayAuditTest {
  private static final AgentGroupId AGENT = GatewayRig.AGENT;

  @TempDir
  Path folder;

  private final FakeTimer time = new FakeTimer();
  private final List<Long> linesAtEffect = new ArrayList<>();
  private Database state;
  private AuditLog audit;
  private Registry registry;
  private Gateway gateway;

  @BeforeEach
  void open() {
    state = Database.open(folder.resolve("state.db"), new byte[32], StateSchema.current());
    audit = AuditLog.open(state, folder, new byte[32], new byte[32], time);
    registry = new Registry(state, time);
    Ledger ledger = new StateLedger(state, audit);
    gateway = new Gateway(ledger,
        new GatewayParts(registry, new Grants(ledger, registry, time, new Random(5)), GatewayRig.HOST,
            new EventHub(new Random(1)), _ -> linesAtEffect.add(lines()),
            _ -> {}, _ -> Optional.empty(), time, time, new Random(2)),
        GatewaySettings.DEFAULT);
  }

  @AfterEach
  void close() {
    gateway.close();
    audit.close();
    state.close();
  }

  @Test
  void everyStepIsInTheFileBeforeTheEffectAndTheFileVerifies() throws IOException {
    seed();
    Change change = submit();

    gateway.decide(change.id(), true, change.card().hash(), Optional.empty(), GatewayRig.ALICE);

    assertThat(linesAtEffect).containsExactly(4L);
    assertThat(audit.newest(10)).extracting(entry -> entry.event().stage()).containsExactly("submit", "verdict",
        "decision", "apply");
    assertThat(AuditVerifier.verify(folder)).isInstanceOf(AuditVerdict.Intact.class);
  }

  @Test
  void withABrokenLogNothingIsApprovedButRejectingWorks() throws IOException {
    seed();
    Change change = submit();
    close();
    Path file = folder.resolve(AuditFormat.segment(1));
    Files.writeString(file, Files.readString(file).replaceFirst("\"seq\":1,", "\"seq\":3,"));
    open();

    assertThatThrownBy(
        () -> gateway.decide(change.id(), true, change.card().hash(), Optional.empty(), GatewayRig.ALICE))
        .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AUDIT_BROKEN));
    assertThat(gateway.find(change.id()).orElseThrow().state()).isEqualTo(ChangeState.PENDING);
    assertThat(linesAtEffect).isEmpty();

    gateway.decide(change.id(), false, "", Optional.empty(), GatewayRig.ALICE);

    assertThat(gateway.find(change.id()).orElseThrow().state()).isEqualTo(ChangeState.REJECTED);
    assertThat(audit.newest(1).getFirst().event().detail()).isEqualTo("rejected");
  }

  private void seed() {
    state.write(connection -> registry.createAgentGroup(connection, new AgentGroup(AGENT, 1, "mock-agent",
        "mock-agent", "mock", "mock-1", Persona.EMPTY, List.of())));
  }

  private Change submit() {
    return gateway.submit(new ChangeSubmission(Optional.empty(), "enabled_tools", Optional.of(AGENT),
        GatewayRig.json("[\"read_file\"]"), Optional.empty(), GatewayRig.ALICE, Optional.empty()));
  }

  private long lines() {
    try {
      return Files.readAllLines(folder.resolve(AuditFormat.segment(1)), StandardCharsets.UTF_8).size();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
