package dev.ironclaw.desktop.agent;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.NewAgent;
import dev.ironclaw.client.RegistryWrite;
import dev.ironclaw.contract.api.AgentPutBody;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChangeView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Something that a person wants of an agent, before the gateway was asked.
///
/// @param purpose what it is for
/// @param agent id; empty for one that does not exist yet
/// @param cards which changes lead there, each with its card; stores nothing
public record Plan(Purpose purpose, String agent, Function<ControlPlaneClient, List<ChangeView>> cards) {
  /// What is wanted.
  public enum Purpose {
    MAKE, CHANGE, RETIRE;

    /// For the keys of texts.
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Plan make(NewAgent agent) {
    return new Plan(Purpose.MAKE, "", client -> List.of(client.preview(agent.request(Optional.empty()))));
  }

  static Plan change(String agent, AgentPutBody wanted) {
    RegistryWrite write = RegistryWrite.putAgent(agent, wanted);
    return new Plan(Purpose.CHANGE, agent, client -> client.registry().preview(write));
  }

  /// @param limits the whole budget, as the gateway takes it
  static Plan budget(String agent, Map<String, Map<String, Long>> limits) {
    return new Plan(Purpose.CHANGE, agent, client -> List.of(client.preview(
        ChangeSubmitBody.of(Optional.empty(), "budget", agent, limits, Optional.empty()))));
  }

  static Plan retire(String agent) {
    RegistryWrite write = RegistryWrite.retireAgent(agent);
    return new Plan(Purpose.RETIRE, agent, client -> client.registry().preview(write));
  }
}
