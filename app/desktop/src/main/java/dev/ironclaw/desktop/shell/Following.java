package dev.ironclaw.desktop.shell;

import dev.ironclaw.client.StreamEvent;
import java.util.function.Consumer;
import javafx.util.Subscription;

/// What a view model has only while it is shown: calls whose answers still matter, and the events that it follows.
///
/// Threading: the UI thread.
public final class Following {
  private final Backend backend;
  private final Calls calls;
  private Subscription listening = Subscription.EMPTY;

  /// Follows nothing yet.
  public Following(Backend backend) {
    this.backend = backend;
    this.calls = backend.calls();
  }

  /// The calls of whoever follows.
  public Calls calls() {
    return calls;
  }

  /// From now on answers and events arrive.
  public void begin(Consumer<StreamEvent> happened) {
    calls.open();
    listening = backend.events().listen(happened);
  }

  /// The same with something else that is listened to as long.
  public void and(Subscription more) {
    listening = listening.and(more);
  }

  /// No answer and no event arrives any more.
  public void end() {
    listening.unsubscribe();
    calls.close();
  }
}
