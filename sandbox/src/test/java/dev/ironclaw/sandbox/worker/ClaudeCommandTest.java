package dev.ironclaw.sandbox.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.json.JsonReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaudeCommandTest {
  private final ClaudeCommand command = new ClaudeCommand(Path.of("/usr/bin/claude"), Path.of("/tmp/home/claude"),
      Path.of("/run/ironclaw/token"), FakeOrchestrator.JOB, 50051);

  private static Assignment assignment(String more) {
    return Assignment.read(JsonReader.object(FakeOrchestrator.assignment("x", more)));
  }

  @Test
  void saysEachToolOnceAndWhatOfItNeedsNoYes() {
    List<String> words = command.words(assignment(",\"allowed_tools\":[\"Read(*)\",\"Bash(git *)\",\"Bash(ls)\"]"),
        Optional.of("s1"));
    assertThat(words).containsSequence("--tools", "Read,Bash", "--allowedTools", "Read", "Bash(git *)", "Bash(ls)",
        "--resume", "s1");
    assertThat(words).contains("--restricted", "--safe-mode", "--setting-sources=", "--strict-mcp-config");
  }

  @Test
  void letsNothingThatIsGivenBecomeAnOption() {
    assertThatThrownBy(() -> command.words(assignment(",\"allowed_tools\":[\"--dangerously-skip-permissions\"]"),
        Optional.empty())).isInstanceOf(IronclawException.class).hasMessageContaining("is not a tool");
    assertThatThrownBy(() -> command.words(new Assignment("", "x", 1, "--debug", List.of(), Duration.ZERO,
        Duration.ZERO), Optional.empty())).hasMessageContaining("is not a model's name");
  }

  @Test
  void givesItGrantsAndNoTokenAndOnlyTheHostForAModel() {
    Map<String, String> variables = command.environment(new ChildEnvironment(Map.of("PATH", "/bin", "HOST_SECRET", "x"),
        List.of(new GrantedVariable("DEPLOY", "value")), Path.of("/tmp/home")), Path.of("/bin/bash"));
    assertThat(variables).containsEntry("DEPLOY", "value").containsEntry("PATH", "/bin")
        .containsEntry("ANTHROPIC_BASE_URL", "http://127.0.0.1:50051/worker/" + FakeOrchestrator.JOB + "/anthropic")
        .containsEntry("HTTPS_PROXY", "http://127.0.0.1:50052").doesNotContainKey("HOST_SECRET");
    assertThat(variables.keySet()).noneMatch(name -> name.contains("TOKEN") || name.contains("API_KEY"));
    assertThat(String.join(" ", command.words(assignment(""), Optional.empty())))
        .contains("\"apiKeyHelper\":\"cat '/run/ironclaw/token'\"");
  }
}
