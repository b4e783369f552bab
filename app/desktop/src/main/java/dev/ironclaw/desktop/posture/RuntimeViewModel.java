package dev.ironclaw.desktop.posture;

import dev.ironclaw.client.EngineSetup;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.SelftestRunView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Banner;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What runs the boxes, what is weaker about it, and how the last self-test ended.
public final class RuntimeViewModel implements ViewModel {
  private final Backend backend;
  private final Texts texts;
  private final Calls calls;
  private final LoadedList<Walls> walls;
  private final ReadOnlyObjectWrapper<Optional<StatusView>> now = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<Banner.Said>> said = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final Following following;

  public RuntimeViewModel(Backend backend, Texts texts) {
    this.backend = backend;
    this.texts = texts;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.walls = new LoadedList<>(calls, () -> List.of(Walls.ask(backend.client())));
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

  public ReadOnlyObjectProperty<ListState> state() {
    return walls.state();
  }

  /// The newest that is known.
  public ReadOnlyObjectProperty<Optional<StatusView>> status() {
    return now.getReadOnlyProperty();
  }

  /// What is said above every screen while a wall around the boxes is missing.
  public ReadOnlyObjectProperty<Optional<Banner.Said>> said() {
    return said.getReadOnlyProperty();
  }

  List<Weakness> weaknesses() {
    return walls.items().stream().findFirst().map(known -> known.weaknesses(texts)).orElse(List.of());
  }

  /// What gives the container engine a stronger wall; empty where it has it, or none runs boxes.
  Optional<EngineSetup> engine() {
    return walls.items().stream().findFirst().flatMap(Walls::engine);
  }

  /// Nobody tried to get out of a box since the control plane started.
  boolean isUntested() {
    return walls.items().stream().allMatch(Walls::isUntested);
  }

  Optional<SelftestRunView> selftest() {
    return now.get().flatMap(StatusView::selftest);
  }

  InstantSource clock() {
    return backend.clock();
  }

  public void load() {
    walls.load(() -> {
      now.set(Optional.of(walls.items().getFirst().status()));
      said.set(words(weaknesses()));
    });
  }

  /// Only where a wall is missing: whoever sees a banner at every ordinary start learns to look past it.
  private Optional<Banner.Said> words(List<Weakness> weaknesses) {
    return weaknesses.stream().findFirst().filter(Weakness::danger).map(worst -> new Banner.Said(weaknesses.size() == 1
        ? worst.title()
        : texts.of("posture.banner.more", worst.title(), weaknesses.size() - 1), worst.danger()));
  }

  /// What runs boxes changes with a restart of the control plane alone; a box says what it measured when it comes up.
  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "sandbox.selftest", "session.state", "change.applied", "grant.ended" -> load();
      default -> {
      }
    }
  }
}
