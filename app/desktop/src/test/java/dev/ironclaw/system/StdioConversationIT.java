package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.ApproveBody;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole conversation with a box that has nothing of this machine mounted: every word crosses as frames over its container's
/// input and output, and its workspace is a volume of the engine. The control plane dies in between.
@Timeout(300)
class StdioConversationIT {
  private static final String AGENT = "framed";
  private static final int TURNS = 100;
  private static final int LONG_TURNS = 5;

  @TempDir
  Path folder;

  @Test
  void aConversationGoesOnOverFramesAndOverTheEndOfTheControlPlane() throws Exception {
    try (OwnEngine engine = new OwnEngine(Files.createDirectory(folder.resolve("e")))) {
      String container;
      try (ControlPlaneProcess first = start(engine);
          ControlPlaneClient client = first.client();
          SeenEvents events = new SeenEvents(client.events(Optional.empty()))) {
        assertThat(client.status().runtime().crossing()).contains("stdio");
        act(client, "create_agent", "", Map.of("name", AGENT, "provider", "mock", "model", "mock-1", "enabledTools",
            List.of("read_file", "write_file", "send_file")));
        for (int i = 0; i < TURNS; i++) {
          assertThat(say(client, events, "turn " + i)).endsWith("turn " + i);
        }
        for (int i = 0; i < LONG_TURNS; i++) {
          assertThat(say(client, events, "slow:9999 0")).startsWith("word1 word2 ").endsWith("word9999");
        }
        say(client, events, "tool:write_file {\"path\":\"note.txt\",\"content\":\"kept by the engine\"}");
        assertThat(say(client, events, "tool:send_file {\"path\":\"note.txt\"}")).contains("container engine keeps");
        assertThatThrownBy(() -> client.conversations().sendFile(AGENT, "a.txt", new byte[]{1}))
            .isInstanceOf(ApiException.class).hasMessageContaining("container engine keeps");
        container = engine.said("ps", "--quiet", "--no-trunc");
        assertThat(engine.said("inspect", "--format",
            "{{range .Mounts}}{{.Type}} {{end}}{{.HostConfig.NetworkMode}} {{.HostConfig.LogConfig.Type}}", container))
            .isEqualTo("volume none none");
        first.kill();
      }
      try (ControlPlaneProcess second = start(engine);
          ControlPlaneClient client = second.client();
          SeenEvents events = new SeenEvents(client.events(Optional.empty()))) {
        assertThat(say(client, events, "tool:read_file {\"path\":\"note.txt\"}")).endsWith("kept by the engine");
        assertThat(engine.said("ps", "--quiet", "--no-trunc")).as("the same box").isEqualTo(container);
      }
    }
  }

  private ControlPlaneProcess start(OwnEngine engine) {
    return ControlPlaneProcess.start(
        List.of("/usr/bin/env", "DOCKER_HOST=" + engine.host(), Path.of(System.getProperty("java.home"), "bin", "java")
            .toString(), "--enable-native-access=ALL-UNNAMED", "-Xmx512m", "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", "-Dironclaw.image=" + ControlPlaneProcess.image(), "-cp",
            ControlPlaneProcess.classPath(), "dev.ironclaw.controlplane.Main"),
        folder.resolve("s"), List.of("--pool-size", "0", "--runtime", "docker", "--crossing", "stdio"));
  }

  /// As an operator does it: looks at the card, then asks and approves in one act.
  private static void act(ControlPlaneClient client, String kind, String agent, Map<String, ?> after) {
    String hash = client.preview(request(kind, agent, after, Optional.empty())).cardHash();
    ApproveBody approve = new ApproveBody(hash, Optional.of(AGENT));
    String id = client.submit(request(kind, agent, after, Optional.of(approve))).id();
    assertThat(client.change(id).state()).isEqualTo("applied");
  }

  private static ChangeSubmitBody request(String kind, String agent, Map<String, ?> after,
      Optional<ApproveBody> approve) {
    return ChangeSubmitBody.of(Optional.empty(), kind, agent, after, Optional.empty(), approve);
  }

  private static String say(ControlPlaneClient client, SeenEvents events, String text) {
    return events.say(client, AGENT, text, Optional.empty());
  }
}
