package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.PanicBody;
import dev.ironclaw.contract.api.PanicResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The brake on real gVisor boxes.
class PanicIT {
  private static final String AGENT = "mock-agent";
  private static final String SLOW = "slow:300 10";

  @TempDir
  Path folder;

  @Test
  void stopsARunningTurnWhereItIsAndLosesAndDoublesNothing() throws Exception {
    Path state = folder.resolve("s");
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, List.of("--pool-size", "1"));
        ControlPlaneClient client = controlPlane.client();
        EventStream events = client.events(Optional.empty())) {
      send(client, SLOW, "m1");
      awaitPartial(events);

      PanicResult stopped = client.panic(new PanicBody(Optional.of("it does odd things")));

      assertThat(stopped.remembered()).isTrue();
      assertThat(stopped.frozen()).isEqualTo(BoxProcesses.of(state).size()).isGreaterThan(2);
      assertStandsStill(state);
      assertThat(client.status().panic()).hasValueSatisfying(
          panic -> assertThat(panic.reason()).contains("it does odd things"));
      send(client, "hello", "m2");
      assertStandsStill(state);
      assertThat(client.messages(AGENT, Optional.empty(), 100, false).messages()).isEmpty();

      assertThat(client.resume().ended()).isPresent();
      assertThat(answers(events, 2)).containsExactlyInAnyOrder("in_m1", "in_m2");
      assertThat(client.messages(AGENT, Optional.empty(), 100, false).messages()).hasSize(2);
      assertThat(client.audit(100)).extracting(entry -> entry.kind()).contains("panic", "resume");
    }
    assertThat(Leftovers.of(state)).isEmpty();
  }

  @Test
  void outlivesTheControlPlaneAndAdoptsItsBoxesFrozen() throws Exception {
    Path state = folder.resolve("s");
    List<Long> frozen;
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, List.of("--pool-size", "0"));
        ControlPlaneClient client = controlPlane.client();
        EventStream events = client.events(Optional.empty())) {
      send(client, SLOW, "m1");
      awaitPartial(events);
      client.panic(new PanicBody(Optional.empty()));
      controlPlane.kill();
      frozen = Leftovers.sandboxes(state);
    }
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, List.of("--pool-size", "0"));
        ControlPlaneClient client = controlPlane.client();
        EventStream events = client.events(Optional.empty())) {
      assertThat(client.status().panic()).isPresent();
      assertThat(client.status().boxes()).singleElement()
          .satisfies(box -> assertThat(box.state()).isEqualTo("running"));
      assertThat(Leftovers.sandboxes(state)).isEqualTo(frozen);
      assertStandsStill(state);

      client.resume();
      assertThat(answers(events, 1)).containsExactly("in_m1");
      assertThat(Leftovers.sandboxes(state)).isEqualTo(frozen);
      assertThat(client.messages(AGENT, Optional.empty(), 100, false).messages()).hasSize(1);
    }
    assertThat(Leftovers.of(state)).isEmpty();
  }

  @Test
  void worksWithoutAControlPlaneAndIsFoundByTheNext() throws Exception {
    Path state = folder.resolve("s");
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, List.of("--pool-size", "0"));
        ControlPlaneClient client = controlPlane.client();
        EventStream events = client.events(Optional.empty())) {
      send(client, SLOW, "m1");
      awaitPartial(events);
      controlPlane.kill();
    }
    assertThat(ControlPlaneProcess.verb("panic", "--state-dir", state.toString(), "--reason", "no answer"))
        .contains("processes of boxes are frozen", "starts stopped");
    assertStandsStill(state);
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, List.of("--pool-size", "0"));
        ControlPlaneClient client = controlPlane.client();
        EventStream events = client.events(Optional.empty())) {
      assertThat(client.status().panic()).hasValueSatisfying(
          panic -> assertThat(panic.reason()).contains("no answer"));
      assertStandsStill(state);
      client.terminate(client.sessions().getFirst().id());
      client.resume();
      assertThat(answers(events, 1)).containsExactly("in_m1");
    }
    assertThat(Leftovers.of(state)).isEmpty();
  }

  private static void assertStandsStill(Path state) throws IOException, InterruptedException {
    Map<Long, Long> before = BoxProcesses.cpuTicks(state);
    assertThat(before).isNotEmpty();
    TimeUnit.MILLISECONDS.sleep(1500); // sleep-ok: the time in which nothing may happen
    assertThat(BoxProcesses.cpuTicks(state)).isEqualTo(before);
    assertThat(BoxProcesses.moving(state)).isEmpty();
  }

  private static void send(ControlPlaneClient client, String text, String id) {
    client.send(new ChatSendBody(AGENT, text, Optional.of(id)));
  }

  private static void awaitPartial(EventStream events) {
    String type = "";
    while (!type.equals("chat.partial")) {
      type = events.next().orElseThrow().type();
    }
  }

  private static List<String> answers(EventStream events, int count) {
    List<String> answered = new ArrayList<>();
    while (answered.size() < count) {
      StreamEvent event = events.next().orElseThrow();
      if (event.type().equals("chat.message") && event.data().get("message") instanceof Map<?, ?> message
          && message.get("inReplyTo") instanceof String asked) {
        answered.add(asked);
      }
    }
    return answered;
  }
}
