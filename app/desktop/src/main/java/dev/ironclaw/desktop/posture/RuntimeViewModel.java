package dev.ironclaw.desktop.posture;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.SelftestRunView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Banner;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;

/// What runs the boxes, what is weaker about it, and how the last self-test ended.
public final class RuntimeViewModel implements ViewModel {
  private final Backend backend;
  private final Texts texts;
  private final Calls calls;
  private final LoadedList<StatusView> status;
  private final ReadOnlyObjectWrapper<Optional<StatusView>> now = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<Banner.Said>> said = new ReadOnlyObjectWrapper<>(Optional.empty());
  private Subscription events = Subscription.EMPTY;

  public RuntimeViewModel(Backend backend, Texts texts) {
    this.backend = backend;
    this.texts = texts;
    this.calls = backend.calls();
    this.status = new LoadedList<>(calls, () -> List.of(backend.client().status()));
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

  public ReadOnlyObjectProperty<ListState> state() {
    return status.state();
  }

  /// The newest that is known.
  public ReadOnlyObjectProperty<Optional<StatusView>> status() {
    return now.getReadOnlyProperty();
  }

  /// What is said above every screen while boxes are isolated worse than they could be.
  public ReadOnlyObjectProperty<Optional<Banner.Said>> said() {
    return said.getReadOnlyProperty();
  }

  List<Weakness> weaknesses() {
    return now.get().map(known -> Weakness.of(known.runtime(), texts)).orElse(List.of());
  }

  Optional<SelftestRunView> selftest() {
    return now.get().flatMap(StatusView::selftest);
  }

  Optional<RuntimeView> runtime() {
    return now.get().map(StatusView::runtime);
  }

  InstantSource clock() {
    return backend.clock();
  }

  public void load() {
    status.load(() -> {
      now.set(Optional.of(status.items().getFirst()));
      said.set(words(weaknesses()));
    });
  }

  private Optional<Banner.Said> words(List<Weakness> weaknesses) {
    return weaknesses.stream().findFirst().map(worst -> new Banner.Said(weaknesses.size() == 1
        ? worst.title()
        : texts.of("posture.banner.more", worst.title(), weaknesses.size() - 1), worst.danger()));
  }

  /// What runs boxes changes with a restart of the control plane alone.
  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "sandbox.selftest" -> load();
      default -> {
      }
    }
  }
}
