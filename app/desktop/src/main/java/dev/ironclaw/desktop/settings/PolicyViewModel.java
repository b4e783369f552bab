package dev.ironclaw.desktop.settings;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.PolicyView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.ViewModel;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.util.Subscription;

/// The rules of deciding, in words.
public final class PolicyViewModel implements ViewModel {
  private final Backend backend;
  private final Calls calls;
  private final ReadOnlyObjectWrapper<Optional<PolicyView>> policy = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private Subscription events = Subscription.EMPTY;

  public PolicyViewModel(Backend backend) {
    this.backend = backend;
    this.calls = backend.calls();
  }

  @Override
  public void start() {
    calls.open();
    events = backend.events().listen(this::happened);
    load();
  }

  @Override
  public void stop() {
    events.unsubscribe();
    calls.close();
  }

  public ReadOnlyObjectProperty<Optional<PolicyView>> policy() {
    return policy.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  private void load() {
    calls.call(backend.client()::policy, now -> {
      policy.set(Optional.of(now));
      note.set("");
    }, problem -> note.set(problem.words()));
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "change.applied" -> load();
      default -> {
      }
    }
  }
}
