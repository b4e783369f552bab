package dev.ironclaw.sandbox.testing;

import dev.ironclaw.sandbox.provider.ModelEvent;
import dev.ironclaw.sandbox.provider.ModelRequest;
import dev.ironclaw.sandbox.provider.Provider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A model whose every answer is written by the test.
public final class ScriptedProvider implements Provider {
  public final List<ModelRequest> requests = Collections.synchronizedList(new ArrayList<>());
  private final BiConsumer<ModelRequest, Consumer<ModelEvent>> script;

  private final ModelEvent.Reason reason;

  public ScriptedProvider(BiConsumer<ModelRequest, Consumer<ModelEvent>> script) {
    this(ModelEvent.Reason.END, script);
  }

  private ScriptedProvider(ModelEvent.Reason reason, BiConsumer<ModelRequest, Consumer<ModelEvent>> script) {
    this.reason = reason;
    this.script = script;
  }

  public static ScriptedProvider ending(ModelEvent.Reason reason,
      BiConsumer<ModelRequest, Consumer<ModelEvent>> script) {
    return new ScriptedProvider(reason, script);
  }

  @Override
  public String dialect() {
    return "anthropic";
  }

  @Override
  public void stream(ModelRequest request, Consumer<ModelEvent> sink) {
    requests.add(request);
    script.accept(request, sink);
    sink.accept(new ModelEvent.Stop(reason));
  }
}
