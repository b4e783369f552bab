package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.contract.box.PartialText;
import dev.ironclaw.controlplane.modelproxy.MockUpstream;
import dev.ironclaw.sandbox.loop.AgentLoop;
import dev.ironclaw.sandbox.provider.AnthropicProvider;
import dev.ironclaw.sandbox.provider.GeminiProvider;
import dev.ironclaw.sandbox.provider.ModelDoor;
import dev.ironclaw.sandbox.provider.OpenAiProvider;
import dev.ironclaw.sandbox.provider.ResponsesProvider;
import dev.ironclaw.sandbox.tool.ListDirTool;
import dev.ironclaw.sandbox.tool.ReadFileTool;
import dev.ironclaw.sandbox.tool.ToolRegistry;
import dev.ironclaw.sandbox.tool.Workspace;
import dev.ironclaw.sandbox.tool.WriteFileTool;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The agent's loop in each dialect against a server that speaks it, over real connections.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DialectsTest {
  private final MockUpstream mock = new MockUpstream();

  @TempDir
  Path folder;

  @AfterAll
  void stop() {
    mock.close();
  }

  /// One life of an agent.
  private void live(MockedBox box, String dialect, Consumer<Consumer<BoxEvent>> script) throws InterruptedException {
    ModelDoor door = new ModelDoor(box, InstantSource.system());
    Workspace workspace = new Workspace(folder, true);
    AgentLoop loop = new AgentLoop(box,
        List.of(new AnthropicProvider(door), new OpenAiProvider(door), new ResponsesProvider(door),
            new GeminiProvider(door)),
        new ToolRegistry(
            List.of(new WriteFileTool(workspace), new ReadFileTool(workspace), new ListDirTool(workspace))));
    Thread agent = Thread.ofPlatform().start(() -> {
      try {
        loop.run();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    });
    Thread partials = Thread.ofPlatform().daemon().start(loop.partials());
    loop.events().accept(new BoxEvent.Bound(new SessionId("ses_0123456789abcdef"),
        new BoxConfig(1, "ada", "Ada", dialect, "mock-1", 1024, BoxConfig.Persona.EMPTY,
            List.of("write_file", "read_file", "list_dir"), BoxConfig.Limits.DEFAULT)));
    script.accept(loop.events());
    loop.events().accept(new BoxEvent.Stop("done"));
    agent.join();
    partials.interrupt();
    partials.join();
  }

  private static String say(MockedBox box, Consumer<BoxEvent> agent, String text) {
    agent.accept(box.says(text));
    try {
      return box.replies.take();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"anthropic", "openai", "openai-responses", "gemini"})
  void carriesAWholeConversationWithTools(String dialect) throws InterruptedException {
    try (MockedBox box = new MockedBox(mock.upstream().base(), _ -> {})) {
      live(box, dialect, agent -> {
        assertThat(say(box, agent, "hello"))
            .endsWith("mock-agent received: [chat via webchat main from unknown]\nhello");
        assertThat(say(box, agent, """
            tool:write_file {"path":"a/note.txt","content":"ünï 🙂 \\"quoted\\""}
            tool:write_file {"path":"a/b.txt","content":""}
            then:tool:read_file {"path":"a/note.txt"}
            then:tool:no_such_tool {"deep":[1.50,null,{"x":true}]}
            then:tool:list_dir {"path":"a"}""")).isEqualTo(
            "mock-agent tool result: b.txt (0 bytes)\nnote.txt (19 bytes)");
        assertThat(say(box, agent, "tool:read_file {\"path\":\"a/note.txt\"}"))
            .isEqualTo("mock-agent tool result: ünï 🙂 \"quoted\"");
        assertThat(say(box, agent, "fail:500 2\nagain")).endsWith("again");
        assertThat(say(box, agent, "fail:400")).isEqualTo(
            "I could not finish this answer (call the model: status 400: mock failure 400).");
      });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"anthropic", "openai", "openai-responses", "gemini"})
  void stopsInTheMiddleOfAnAnswerAndKeepsWhatThereIs(String dialect) throws InterruptedException {
    AtomicReference<Consumer<BoxEvent>> agent = new AtomicReference<>(_ -> {});
    Consumer<PartialText> stopAtFirstWords = _ -> agent.get().accept(new BoxEvent.Cancel(2));
    try (MockedBox box = new MockedBox(mock.upstream().base(), stopAtFirstWords)) {
      live(box, dialect, events -> {
        agent.set(events);
        assertThat(say(box, events, "slow:9999 20")).startsWith("word1").endsWith("\n\nStopped.")
            .doesNotContain("word9999");
        agent.set(_ -> {});
        assertThat(say(box, events, "and on")).endsWith("and on");
      });
    }
  }
}
