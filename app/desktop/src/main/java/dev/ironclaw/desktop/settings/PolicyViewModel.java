package dev.ironclaw.desktop.settings;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.PolicyView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ViewModel;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// The rules of deciding, in words.
public final class PolicyViewModel implements ViewModel {
  private final Backend backend;
  private final Calls calls;
  private final ReadOnlyObjectWrapper<Optional<PolicyView>> policy = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private final Following following;

  public PolicyViewModel(Backend backend) {
    this.backend = backend;
    this.following = new Following(backend);
    this.calls = following.calls();
  }

  @Override
  public void start() {
    following.begin(this::happened);
    load();
  }

  @Override
  public void stop() {
    following.end();
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
