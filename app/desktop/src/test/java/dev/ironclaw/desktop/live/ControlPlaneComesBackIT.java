package dev.ironclaw.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import dev.ironclaw.client.StateFolder;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.TokenCreateBody;
import dev.ironclaw.contract.api.TokenCreated;
import dev.ironclaw.controlplane.ControlPlane;
import dev.ironclaw.controlplane.ControlPlaneConfig;
import dev.ironclaw.controlplane.session.SupervisorSettings;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.testing.LiveDesk;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The app against a control plane that ends, comes back, and lets it in no more.
@Timeout(120)
class ControlPlaneComesBackIT {
  @TempDir
  private Path folder = Path.of("");

  private ControlPlane start(String address) {
    return ControlPlane.start(ControlPlaneConfig.of(folder.resolve("state"), ControlPlaneConfig.defaultImageDir())
        .withApiAddress(address).withRuntime("process").withDev(true)
        .withBoxes(SupervisorSettings.DEFAULT.withPool(0, 0)));
  }

  private ControlPlaneClient client(URI address) throws Exception {
    return new ControlPlaneClient(Endpoint.Tcp.parse(address.toString()),
        new StateFolder(folder.resolve("state")).token());
  }

  private static void ask(ControlPlaneClient client, String soul) {
    client.submit(ChangeSubmitBody.of(Optional.empty(), "persona", "dev-agent", Map.of("soul", soul),
        Optional.empty()));
  }

  @Test
  void everythingIsLoadedAnewAfterARestart() throws Exception {
    ControlPlane first = start("127.0.0.1:0");
    URI address = first.address();
    try (ControlPlaneClient other = client(address);
        LiveDesk desk = new LiveDesk(client(address), (_, work) -> work.run())) {
      Events events = desk.backend().events();
      PendingChanges pending = desk.on(() -> new PendingChanges(desk.backend()));
      desk.run(pending::start);
      ask(other, "One.");
      desk.await("the first is there", Bindings.size(pending.changes()), () -> pending.changes().size() == 1);
      first.close();
      desk.await("the loss is told", events.connected(), () -> !events.connected().get());
      assertThat(desk.on(() -> pending.changes().size())).as("what was known stays").isEqualTo(1);
      assertThat(desk.on(() -> events.refusal().get())).isEmpty();
      try (ControlPlane _ = start(address.getAuthority())) {
        ask(other, "Two.");
        desk.await("it is connected again", events.connected(), () -> events.connected().get());
        desk.await("the second is there", Bindings.size(pending.changes()), () -> pending.changes().size() == 2);
      }
    } finally {
      first.close();
    }
  }

  @Test
  void aRevokedTokenIsToldInWords() throws Exception {
    try (ControlPlane controlPlane = start("127.0.0.1:0");
        ControlPlaneClient admin = client(controlPlane.address())) {
      TokenCreated token = admin.createToken(new TokenCreateBody("laptop", List.of("approve"), Optional.empty()));
      try (LiveDesk desk = new LiveDesk(new ControlPlaneClient(
          Endpoint.Tcp.parse(controlPlane.address().toString()), Optional.of(token.text())), (_, work) -> work.run())) {
        Events events = desk.backend().events();
        desk.await("it is connected", events.connected(), () -> events.connected().get());
        admin.revokeToken(admin.tokens().getFirst().id());
        desk.await("the refusal is told", events.refusal(), () -> !events.refusal().get().isEmpty());
        assertThat(desk.on(() -> events.connected().get())).isFalse();
        assertThat(desk.on(() -> events.refusal().get())).contains("revoked");
      }
    }
  }
}
