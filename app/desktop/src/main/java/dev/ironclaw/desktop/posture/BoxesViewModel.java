package dev.ironclaw.desktop.posture;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;

/// Every box that is there now, with what was measured in it; those first where something is wrong.
public final class BoxesViewModel implements ViewModel {
  private final Backend backend;
  private final Texts texts;
  private final Calls calls;
  private final LoadedList<BoxRow> boxes;
  private final ObjectProperty<Optional<BoxRow>> chosen = new SimpleObjectProperty<>(Optional.empty());
  private final Following following;

  public BoxesViewModel(Backend backend, Texts texts) {
    this.backend = backend;
    this.texts = texts;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.boxes = new LoadedList<>(calls, this::rows);
  }

  /// Off the UI thread.
  private List<BoxRow> rows() {
    Map<String, String> names = backend.client().agents().stream()
        .collect(Collectors.toMap(AgentView::id, AgentView::name, (first, _) -> first));
    Map<String, Set<String>> mounts = Walls.mounts(backend.client().grants(0));
    return backend.client().status().boxes().stream()
        .map(box -> BoxRow.of(box, names.getOrDefault(box.agentGroupId(), box.agentGroupId()),
            mounts.getOrDefault(box.agentGroupId(), Set.of()), texts))
        .sorted(Comparator.comparing(row -> row.wrong().isEmpty()))
        .toList();
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

  ObservableList<BoxRow> boxes() {
    return boxes.items();
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return boxes.state();
  }

  /// The one whose details are shown.
  ObjectProperty<Optional<BoxRow>> chosen() {
    return chosen;
  }

  InstantSource clock() {
    return backend.clock();
  }

  public void load() {
    Function<BoxRow, String> key = row -> row.box().id().orElse(row.box().agentGroupId() + row.box().since());
    Optional<String> before = chosen.get().map(key);
    boxes.load(() -> chosen.set(boxes.items().stream().filter(row -> before.filter(key.apply(row)::equals).isPresent())
        .findFirst().or(() -> boxes.items().stream().findFirst())));
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "session.state", "change.applied", "grant.ended", "system.panic" -> load();
      default -> {
      }
    }
  }
}
