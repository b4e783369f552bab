package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.api.JobGrantBody;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// One secret that a new job is to get.
final class GrantDraft {
  private final ObjectProperty<@Nullable String> source = new SimpleObjectProperty<>();
  private final StringProperty variable = new SimpleStringProperty("");

  /// The credential's name in the vault; null where none is chosen yet.
  ObjectProperty<@Nullable String> source() {
    return source;
  }

  /// The variable of the job's programs that gets it.
  StringProperty variable() {
    return variable;
  }

  boolean isEmpty() {
    return source.get() == null && variable.get().isBlank();
  }

  JobGrantBody body() {
    String name = source.get();
    return new JobGrantBody(variable.get().strip(), name == null ? "" : name);
  }
}
