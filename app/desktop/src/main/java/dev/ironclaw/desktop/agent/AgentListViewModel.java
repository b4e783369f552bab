package dev.ironclaw.desktop.agent;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.SessionView;
import dev.ironclaw.contract.api.ToolView;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.Duration;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.ObservableList;

/// All agents, with what their boxes do and what of theirs waits for a decision.
public final class AgentListViewModel implements ViewModel {
  /// Boxes come and go in bursts: they are looked at once for all.
  private static final Duration GATHER = Duration.ofMillis(300);

  private final Backend backend;
  private final PendingChanges pending;
  private final Calls calls;
  private final LoadedList<AgentCard> agents;
  private final Following following;
  private boolean started;
  private boolean gathering;

  public AgentListViewModel(Backend backend, PendingChanges pending) {
    this.backend = backend;
    this.pending = pending;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.agents = new LoadedList<>(calls, () -> cards(backend.client()));
  }

  private static List<AgentCard> cards(ControlPlaneClient client) {
    List<ToolView> tools = client.tools();
    List<SessionView> sessions = client.sessions();
    return client.agents().stream().map(agent -> AgentCard.of(agent, tools, sessions)).toList();
  }

  @Override
  public void start() {
    started = true;
    following.begin(this::happened);
    load();
  }

  @Override
  public void stop() {
    started = false;
    following.end();
  }

  public void load() {
    agents.load();
  }

  public ObservableList<AgentCard> agents() {
    return agents.items();
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return agents.state();
  }

  /// How many of its changes wait for a decision.
  long waiting(String agent) {
    return pending.changes().stream().filter(change -> change.agentGroupId().equals(agent)).count();
  }

  /// What waits, of all agents.
  PendingChanges pending() {
    return pending;
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "change.applied" -> load();
      case "session.state" -> gather();
      default -> {
      }
    }
  }

  private void gather() {
    if (!gathering) {
      gathering = true;
      backend.delay().after(GATHER, () -> {
        gathering = false;
        if (started) {
          load();
        }
      });
    }
  }
}
