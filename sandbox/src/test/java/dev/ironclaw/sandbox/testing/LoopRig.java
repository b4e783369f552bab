package dev.ironclaw.sandbox.testing;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.loop.AgentLoop;
import dev.ironclaw.sandbox.provider.ModelBlock;
import dev.ironclaw.sandbox.provider.ModelEvent;
import dev.ironclaw.sandbox.provider.ModelRequest;
import dev.ironclaw.sandbox.provider.Provider;
import dev.ironclaw.sandbox.tool.Tool;
import dev.ironclaw.sandbox.tool.ToolRegistry;
import java.util.List;
import java.util.function.Consumer;

/// Whole lives of boxes that work on one session, with tools and a model of the test's.
public final class LoopRig {
  public final FakeSession session = new FakeSession();
  private final List<Tool> tools;
  private BoxConfig.Limits limits = new BoxConfig.Limits(16, 2_000, 60, 100_000);

  public LoopRig(List<Tool> tools) {
    this.tools = tools;
  }

  public LoopRig limits(BoxConfig.Limits other) {
    limits = other;
    return this;
  }

  /// A box is bound, works off what is unfinished, and is told to stop.
  public void live(Provider model) throws InterruptedException {
    live(new FakeBoxClient(session), model);
  }

  public void live(FakeBoxClient box, Provider model) throws InterruptedException {
    AgentLoop loop = new AgentLoop(box, List.of(model), new ToolRegistry(tools));
    Consumer<BoxEvent> events = loop.events();
    BoxConfig base = FakeSession.config(tools.stream().map(Tool::name).toList());
    events.accept(new BoxEvent.Bound(new SessionId("ses_0123456789abcdef"),
        new BoxConfig(base.revision(), base.agentGroupId(), base.agentName(), base.dialect(), base.model(),
            base.maxOutputTokens(), base.persona(), base.tools(), limits)));
    session.unfinished().forEach(row -> events.accept(new BoxEvent.Message(row)));
    box.whenAllAnswered(() -> events.accept(new BoxEvent.Stop("done")));
    loop.run();
  }

  /// The newest reply.
  public String reply() {
    return session.words().getLast();
  }

  public static void use(Consumer<ModelEvent> sink, String id, String name, String input) {
    sink.accept(new ModelEvent.ToolUse(new ModelBlock.ToolUse(id, name, JsonReader.object(input))));
  }

  /// What the model was shown last, in words.
  public static String shown(ModelRequest request) {
    return words(request.messages().getLast().blocks());
  }

  /// All that the model was shown, in words.
  public static String all(ModelRequest request) {
    StringBuilder all = new StringBuilder();
    request.messages().forEach(message -> all.append(words(message.blocks())).append('\n'));
    return all.toString();
  }

  private static String words(List<ModelBlock> blocks) {
    StringBuilder words = new StringBuilder();
    for (ModelBlock block : blocks) {
      words.append(switch (block) {
        case ModelBlock.Text(String text) -> text;
        case ModelBlock.ToolResult result -> result.text();
        case ModelBlock.ToolUse use -> use.name();
        case ModelBlock.Media media -> "<" + media.name() + ">";
        case ModelBlock.Reasoning thought -> "<" + thought.dialect() + ">";
      });
    }
    return words.toString();
  }
}
