package dev.ironclaw.sandbox.worker;

import dev.ironclaw.sandbox.json.JsonValue.Obj;
import java.io.IOException;

/// One thing that the model of a job may ask for. The wall round it is the container.
interface JobTool {
  String name();

  /// For the model: what it does, and its bounds.
  String description();

  /// For the model: a JSON Schema object.
  String schema();

  /// Whether several may run at once, because they change nothing.
  boolean onlyReads();

  /// Does it. Wrong input is an `IronclawException`, a file that can't be read or written an `IOException`: both become
  /// words for the model.
  Outcome run(Obj input, Deadline deadline) throws IOException;

  /// What came of it.
  ///
  /// @param text for the model
  record Outcome(String text, boolean success) {
    static Outcome done(String text) {
      return new Outcome(text, true);
    }

    static Outcome failed(String text) {
      return new Outcome(text, false);
    }
  }
}
