package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.contract.api.ApproveBody;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.api.PanicBody;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The brakes on real gVisor boxes whose runtime, sockets and bundles lie on a disk that breaks: what has to stop is gone
/// from the machine, whatever can't be written.
@Timeout(180)
class BrokenDiskBoxIT {
  private static final List<String> FLAGS = List.of("--pool-size", "0");
  private static final List<String> AGENTS = List.of("mock-agent", "ben", "clara");

  private static final String BUSY = "ben";

  @TempDir
  Path folder;

  @Test
  void aFullDiskKeepsNoBoxFromEnding() throws Exception {
    try (BrokenDisk disk = BrokenDisk.small(folder.resolve("disk"), 96)) {
      Path state = disk.folder().resolve("s");
      try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, FLAGS);
          ControlPlaneClient client = controlPlane.client()) {
        ChangeView unwanted = prepare(client);
        disk.fill();
        assertBrakes(client, unwanted, state);
        disk.makeRoom();
      }
      assertThat(Leftovers.of(state)).isEmpty();
      assertThat(AuditVerifier.verify(state)).isInstanceOf(AuditVerdict.Intact.class);
    }
  }

  @Test
  void aDiskThatTurnedReadOnlyKeepsNoBoxFromEnding() throws Exception {
    try (BrokenDisk disk = BrokenDisk.ext4(folder.resolve("disk"), 192)) {
      Path state = disk.folder().resolve("s");
      try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, FLAGS);
          ControlPlaneClient client = controlPlane.client()) {
        ChangeView unwanted = prepare(client);
        disk.turnReadOnly();
        assertBrakes(client, unwanted, state);
      }
      assertThat(Leftovers.boxProcesses(state)).isEmpty();
      disk.mountAgain();
      try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, FLAGS);
          ControlPlaneClient client = controlPlane.client()) {
        assertThat(client.ready().reason()).isEmpty();
        client.resume();
      }
      assertThat(Leftovers.of(state)).isEmpty();
      assertThat(AuditVerifier.verify(state)).isInstanceOf(AuditVerdict.Intact.class);
    }
  }

  /// A running box for each agent, one of them in the middle of a long answer, a tool that another one was given, and a
  /// change that nobody wants.
  private static ChangeView prepare(ControlPlaneClient client) {
    act(client, "create_agent", "", Map.of("name", "Ben", "provider", "mock", "model", "mock-1"), "ben");
    act(client, "create_agent", "", Map.of("name", "Clara", "provider", "mock", "model", "mock-1"), "clara");
    act(client, "enabled_tools", "mock-agent", Map.of("add", List.of("write_file")), "mock-agent");
    try (EventStream events = client.events(Optional.empty())) {
      for (String agent : AGENTS) {
        boolean busy = agent.equals(BUSY);
        client.send(new ChatSendBody(agent, busy ? "slow:3000 10" : "hello", Optional.of("hello-" + agent)));
        String type = "";
        while (!type.equals(busy ? "chat.partial" : "chat.message")) {
          type = events.next().orElseThrow().type();
        }
      }
    }
    ChangeSubmitBody body = ChangeSubmitBody.of(Optional.empty(), "persona", "mock-agent", Map.of("soul", "Unwanted."),
        Optional.empty());
    return client.change(client.submit(body).id());
  }

  private static void act(ControlPlaneClient client, String kind, String agent, Map<String, Object> after,
      String name) {
    String hash = client.preview(ChangeSubmitBody.of(Optional.empty(), kind, agent, after, Optional.empty()))
        .cardHash();
    String id = client.submit(ChangeSubmitBody.of(Optional.empty(), kind, agent, after, Optional.empty(),
        Optional.of(new ApproveBody(hash, Optional.of(name))))).id();
    assertThat(client.change(id).state()).isEqualTo("applied");
  }

  private static void assertBrakes(ControlPlaneClient client, ChangeView unwanted, Path state) throws Exception {
    List<Long> boxes = Leftovers.sandboxes(state);
    assertThat(boxes).hasSize(AGENTS.size());

    assertThat(client.decide(unwanted.id(), DecisionBody.reject(Optional.empty(), Optional.of("no"))).state())
        .isEqualTo("rejected");
    client.revokeGrant(client.grants(0).stream().filter(grant -> grant.key().equals("write_file")).findFirst()
        .orElseThrow().id());
    awaitBoxes(state, 2);
    assertThat(client.agent("mock-agent").enabledTools()).doesNotContain("write_file");

    killThoseWhoWaitForBoxes(state);
    client.terminate(session(client, BUSY));
    awaitBoxes(state, 1);

    assertThat(client.panic(new PanicBody(Optional.of("the disk"))).frozen()).isPositive();
    assertThat(BoxProcesses.moving(state)).isEmpty();
    client.terminate(session(client, "clara"));
    awaitBoxes(state, 0);
    await("gofers and those who wait for boxes end", () -> Leftovers.boxProcesses(state).isEmpty());
    assertThat(client.status().panic()).isPresent();
  }

  private static String session(ControlPlaneClient client, String agent) {
    return client.sessions().stream().filter(session -> session.agentGroupId().equals(agent)).findFirst().orElseThrow()
        .id();
  }

  /// As a machine without memory does: a box goes on, and somebody waits for it again.
  private static void killThoseWhoWaitForBoxes(Path state) throws InterruptedException {
    await("those who wait for an ended box end", () -> waiting(state).size() == 2);
    List<Long> waiting = waiting(state);
    waiting.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    await("each box is waited for again",
        () -> waiting(state).size() == 2 && waiting(state).stream().noneMatch(waiting::contains));
    assertThat(Leftovers.sandboxes(state)).hasSize(2);
  }

  private static List<Long> waiting(Path state) {
    return Leftovers.boxProcesses(state).stream().filter(pid -> ProcessHandle.of(pid)
        .flatMap(process -> process.info().arguments()).filter(all -> List.of(all).contains("wait")).isPresent())
        .toList();
  }

  private static void awaitBoxes(Path state, int left) throws InterruptedException {
    await("boxes end until there are " + left, () -> Leftovers.sandboxes(state).size() <= left);
    assertThat(Leftovers.sandboxes(state)).hasSize(left);
  }

  /// Other programs' processes tell nobody when they begin or end.
  private static void await(String what, BooleanSupplier done) throws InterruptedException {
    for (int tries = 0; !done.getAsBoolean(); tries++) {
      assertThat(tries).as(what).isLessThan(600);
      TimeUnit.MILLISECONDS.sleep(100); // sleep-ok: between two looks at /proc
    }
  }
}
