package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.api.PanicBody;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A control plane whose disk is full or turns read-only while it runs: nothing takes effect that is not recorded, and
/// deny, revoke and panic work.
@Timeout(120)
class BrokenDiskIT {
  private static final String AGENT = "mock-agent";
  private static final List<String> FLAGS = List.of("--runtime", "process", "--pool-size", "0");

  @TempDir
  Path folder;

  @Test
  void onAFullDiskNothingIsHalfDoneAndTheBrakesWork() throws IOException {
    try (BrokenDisk disk = BrokenDisk.small(folder.resolve("disk"), 48)) {
      Path state = disk.folder().resolve("s");
      String wanted;
      try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, FLAGS);
          ControlPlaneClient client = controlPlane.client()) {
        Prepared prepared = prepare(client);
        wanted = prepared.wanted().id();
        disk.fill();
        approve(client, prepared.wanted());
        assertNotHalfDone(client, prepared.wanted());
        assertBrakes(client, prepared, true);

        disk.makeRoom();
        client.resume();
        if (client.change(wanted).state().equals("pending")) {
          ChangeView live = client.change(wanted);
          client.decide(wanted, DecisionBody.approve(live.cardHash(), Optional.empty()));
        }
      }
      assertSettled(state, wanted);
    }
  }

  @Test
  void onADiskThatTurnsReadOnlyNothingIsHalfDoneAndTheBrakesWork() throws IOException {
    try (BrokenDisk disk = BrokenDisk.ext4(folder.resolve("disk"), 96)) {
      Path state = disk.folder().resolve("s");
      String wanted;
      ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, FLAGS);
      try (ControlPlaneClient client = controlPlane.client()) {
        Prepared prepared = prepare(client);
        wanted = prepared.wanted().id();
        disk.turnReadOnly();
        approve(client, prepared.wanted());
        assertNotHalfDone(client, prepared.wanted());
        assertBrakes(client, prepared, false);
      } finally {
        controlPlane.kill();
      }
      disk.mountAgain();
      assertSettled(state, wanted);
    }
  }

  /// A grant, one change that is wanted and one that is not.
  private record Prepared(String grant, ChangeView wanted, ChangeView unwanted) {}

  private static Prepared prepare(ControlPlaneClient client) {
    ChangeView give = submit(client, "enabled_tools", Map.of("add", List.of("write_file")));
    assertThat(client.decide(give.id(), DecisionBody.approve(give.cardHash(), Optional.empty())).state())
        .isEqualTo("applied");
    return new Prepared(client.grants(0).getFirst().id(), submit(client, "persona", Map.of("soul", "Wanted.")),
        submit(client, "persona", Map.of("soul", "Unwanted.")));
  }

  private static ChangeView submit(ControlPlaneClient client, String kind, Map<String, Object> after) {
    return client.change(
        client.submit(ChangeSubmitBody.of(Optional.empty(), kind, AGENT, after, Optional.empty())).id());
  }

  private static void approve(ControlPlaneClient client, ChangeView wanted) {
    try {
      client.decide(wanted.id(), DecisionBody.approve(wanted.cardHash(), Optional.empty()));
    } catch (ApiException refused) {
      assertThat(refused.status()).as(refused.getMessage()).isEqualTo(503);
    }
  }

  private static void assertNotHalfDone(ControlPlaneClient client, ChangeView wanted) {
    boolean applied = client.change(wanted.id()).state().equals("applied");
    assertThat(client.agent(AGENT).personaDocs().soul().equals("Wanted.")).isEqualTo(applied);
  }

  private static void assertBrakes(ControlPlaneClient client, Prepared prepared, boolean remembered) {
    assertThat(
        client.decide(prepared.unwanted().id(), DecisionBody.reject(Optional.empty(), Optional.of("no"))).state())
        .isEqualTo("rejected");
    assertThat(client.change(prepared.unwanted().id()).state()).isEqualTo("rejected");
    client.revokeGrant(prepared.grant());
    assertThat(client.agent(AGENT).enabledTools()).doesNotContain("write_file");
    assertThat(client.panic(new PanicBody(Optional.of("the disk"))).remembered()).isEqualTo(remembered);
    assertThat(client.status().panic()).isPresent();
  }

  /// What another control plane finds.
  private static void assertSettled(Path state, String wanted) throws IOException {
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, FLAGS);
        ControlPlaneClient client = controlPlane.client()) {
      assertThat(client.ready().reason()).isEmpty();
      client.resume();
      assertThat(client.change(wanted).state()).isNotEqualTo("approved");
      assertNotHalfDone(client, client.change(wanted));
      assertThat(client.agent(AGENT).personaDocs().soul()).isNotEqualTo("Unwanted.");
    }
    assertThat(AuditVerifier.verify(state)).isInstanceOf(AuditVerdict.Intact.class);
  }
}
