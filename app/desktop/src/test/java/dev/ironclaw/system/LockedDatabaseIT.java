package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.api.PanicBody;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Another program of the same user wants to lock the state database. While the control plane runs it does not get the
/// lock, so that every brake works and is stored; one that was faster keeps the next start from going on, and harms nothing.
@Timeout(120)
class LockedDatabaseIT {
  private static final String AGENT = "mock-agent";
  private static final List<String> FLAGS = List.of("--pool-size", "0");

  @TempDir
  Path folder;

  @Test
  void whoWantsTheLockHoldsUpNoBrake() throws Exception {
    Path state = folder.resolve("s");
    String unwanted;
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, FLAGS);
        ControlPlaneClient client = controlPlane.client()) {
      greet(client);
      ChangeView give = submit(client, "enabled_tools", Map.of("add", List.of("write_file")));
      client.decide(give.id(), DecisionBody.approve(give.cardHash(), Optional.empty()));
      unwanted = submit(client, "persona", Map.of("soul", "Unwanted.")).id();
      greet(client);

      Process other = other(state.resolve("state.db"));
      try (BufferedReader says = other.inputReader()) {
        assertThat(says.readLine()).as("it tries").isEqualTo("refused");
        client.decide(unwanted, DecisionBody.reject(Optional.empty(), Optional.of("no")));
        client.terminate(client.sessions().getFirst().id());
        client.revokeGrant(client.grants(0).stream().filter(grant -> grant.key().equals("write_file")).findFirst()
            .orElseThrow().id());
        assertThat(submit(client, "persona", Map.of("soul", "Asked.")).state()).isEqualTo("pending");
        assertThat(client.panic(new PanicBody(Optional.of("a lock"))).remembered()).isTrue();
        assertThat(other.isAlive()).as("it tries all the time").isTrue();
      } finally {
        other.destroyForcibly().waitFor();
      }
    }
    assertThat(Leftovers.of(state)).isEmpty();

    Process faster = other(state.resolve("state.db"));
    try (BufferedReader says = faster.inputReader()) {
      assertThat(says.readLine()).isEqualTo("held");
      assertThatThrownBy(() -> ControlPlaneProcess.start(state, FLAGS)).hasMessageContaining(
          "another program has it locked");
    } finally {
      faster.destroyForcibly().waitFor();
    }

    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, FLAGS);
        ControlPlaneClient client = controlPlane.client()) {
      assertThat(client.ready().reason()).isEmpty();
      assertThat(client.status().panic()).isPresent();
      assertThat(client.change(unwanted).state()).isEqualTo("rejected");
      assertThat(client.agent(AGENT).enabledTools()).doesNotContain("write_file");
      assertThat(client.audit(100)).extracting(entry -> entry.kind()).contains("panic", "terminate");
    }
  }

  private static void greet(ControlPlaneClient client) {
    try (EventStream events = client.events(Optional.empty())) {
      client.send(new ChatSendBody(AGENT, "hello", Optional.empty()));
      String type = "";
      while (!type.equals("chat.message")) {
        type = events.next().orElseThrow().type();
      }
    }
  }

  private static ChangeView submit(ControlPlaneClient client, String kind, Map<String, Object> after) {
    return client.change(
        client.submit(ChangeSubmitBody.of(Optional.empty(), kind, AGENT, after, Optional.empty())).id());
  }

  private static Process other(Path database) throws IOException {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "-cp",
        ControlPlaneProcess.classPath(), Other.class.getName(), database.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /// The other program: says once whether it got a lock on all bytes of the file, then goes on trying, or keeps it.
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) throws Exception {
      try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ,
          StandardOpenOption.WRITE)) {
        FileLock lock = channel.tryLock();
        System.out.println(lock == null ? "refused" : "held");
        while (lock == null) {
          lock = channel.tryLock();
          TimeUnit.MILLISECONDS.sleep(1); // sleep-ok: another process's lock tells nobody when it goes
        }
        Thread.currentThread().join();
      }
    }
  }
}
