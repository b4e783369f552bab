package dev.ironclaw.desktop.approval;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.GrantView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.InstantSource;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ObservableList;

/// What agents hold; each can be taken away at once.
public final class GrantsViewModel implements ViewModel {
  private final Backend backend;
  private final Texts texts;
  private final Calls calls;
  private final LoadedList<GrantView> held;
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private final Following following;

  public GrantsViewModel(Backend backend, Texts texts) {
    this.backend = backend;
    this.texts = texts;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.held = new LoadedList<>(calls, () -> backend.client().grants(0));
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

  InstantSource clock() {
    return backend.clock();
  }

  public ObservableList<GrantView> held() {
    return held.items();
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return held.state();
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  public void load() {
    held.load();
  }

  public void revoke(GrantView grant) {
    calls.call(() -> backend.client().revokeGrant(grant.id()), _ -> {
      note.set(texts.of("approvals.grants.revoked", grant.key(), whose(grant)));
      load();
    }, problem -> note.set(problem.words()));
  }

  /// The agent that holds it, in words.
  String whose(GrantView grant) {
    return grant.agentGroupId().isEmpty() ? texts.of("approvals.grants.everybody") : grant.agentGroupId();
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "change.applied", "grant.ended" -> load();
      default -> {
      }
    }
  }
}
