package dev.ironclaw.desktop.shell;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The question that waits for its answer, at most one.
///
/// Threading: the UI thread.
public final class Questions {
  private final ReadOnlyObjectWrapper<Optional<Question>> open = new ReadOnlyObjectWrapper<>(Optional.empty());

  public ReadOnlyObjectProperty<Optional<Question>> open() {
    return open.getReadOnlyProperty();
  }

  /// Asks it, unless another one waits: what is under somebody's hands must not turn into something else.
  public void ask(Question question) {
    if (open.get().isEmpty()) {
      open.set(Optional.of(question));
    }
  }

  /// The answer is yes.
  public void agree() {
    Optional<Question> asked = open.get();
    open.set(Optional.empty());
    asked.ifPresent(question -> question.act().run());
  }

  /// The answer is no, or nobody is there to give one.
  public void decline() {
    open.set(Optional.empty());
  }
}
