package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.audit.AuditFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a log that was tampered with nothing takes effect, and the brakes still work.
class BrokenAuditIT {
  private static final List<String> WITHOUT_BOXES = List.of("--runtime", "process", "--pool-size", "0");

  @TempDir
  Path folder;

  @Test
  void refusesEveryEffectButLetsPeopleDeny() throws IOException {
    Path state = folder.resolve("s");
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, WITHOUT_BOXES);
        ControlPlaneClient client = controlPlane.client()) {
      submit(client, "first");
      submit(client, "second");
      assertThat(client.ready().status()).isEqualTo("ready");
    }
    flipABit(state.resolve(AuditFormat.segment(1)));
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, WITHOUT_BOXES);
        ControlPlaneClient client = controlPlane.client()) {
      assertThat(client.ready().status()).isEqualTo("not ready");
      assertThat(client.ready().reason()).hasValueSatisfying(why -> assertThat(why).contains("audit"));
      List<ChangeView> pending = client.pendingChanges();
      assertThat(pending).hasSize(2);
      ChangeView wanted = pending.getFirst();
      assertThatThrownBy(
          () -> client.decide(wanted.id(), DecisionBody.approve(wanted.cardHash(), Optional.empty())))
          .isInstanceOfSatisfying(ApiException.class, refused -> assertThat(refused.status()).isEqualTo(503));
      assertThat(client.agent("mock-agent").revision()).isEqualTo(1);
      ChangeView unwanted = pending.getLast();
      assertThat(client.decide(unwanted.id(), DecisionBody.reject(Optional.empty(), Optional.of("no"))).state())
          .isEqualTo("rejected");
    }
  }

  private static void submit(ControlPlaneClient client, String soul) {
    client.submit(ChangeSubmitBody.of(Optional.empty(), "persona", "mock-agent", Map.of("soul", soul),
        Optional.empty()));
  }

  private static void flipABit(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }
}
