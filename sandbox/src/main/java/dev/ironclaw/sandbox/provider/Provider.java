package dev.ironclaw.sandbox.provider;

import java.util.function.Consumer;

/// One dialect of model API. A new one is one file here, one line in `Main`, one fixture, one row in the docs.
public interface Provider {
  /// The name that an agent's configuration uses, for example `anthropic`.
  String dialect();

  /// Calls the model once and hands on each event as it comes; the last is always [ModelEvent.Stop]. Whatever else
  /// the upstream sends ends in an `IronclawException`: of type EXTERNAL or RESOURCES when another attempt can help.
  void stream(ModelRequest request, Consumer<ModelEvent> sink);
}
