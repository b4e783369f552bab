package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.box.BoxConfig;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One agent: what it is and what it can do. Written by the gateway's edits and by seeding, by nobody else.
///
/// @param revision rises by one with every applied change
/// @param folder name of its workspace folder
/// @param provider the upstream's name, for example `mock`
/// @param enabledTools sorted, empty means none
/// @param mounts by name
/// @param fallback what answers for it while its own model can't
/// @param budget what its model calls may come to
public record AgentGroup(AgentGroupId id, long revision, String name, String folder, String provider, String model,
    BoxConfig.Persona persona, List<String> enabledTools, List<Mount> mounts, Optional<Fallback> fallback,
    Budget budget) {
  /// A model of an upstream.
  public record Fallback(String provider, String model) {}

  /// No agent's: what the model calls of operators' own jobs are counted under.
  public static final AgentGroupId OPERATORS_JOBS = new AgentGroupId("operators.jobs");

  /// Most that one document of a persona may have, in bytes of UTF-8.
  public static final int MAX_PERSONA_BYTES = 2_048;

  public AgentGroup {
    enabledTools = enabledTools.stream().sorted().distinct().toList();
    mounts = mounts.stream().sorted(Comparator.comparing(Mount::name)).toList();
  }

  /// Without limits of what it may spend.
  public AgentGroup(AgentGroupId id, long revision, String name, String folder, String provider, String model,
      BoxConfig.Persona persona, List<String> enabledTools, List<Mount> mounts, Optional<Fallback> fallback) {
    this(id, revision, name, folder, provider, model, persona, enabledTools, mounts, fallback, Budget.NONE);
  }

  /// Without a fall-back.
  public AgentGroup(AgentGroupId id, long revision, String name, String folder, String provider, String model,
      BoxConfig.Persona persona, List<String> enabledTools, List<Mount> mounts) {
    this(id, revision, name, folder, provider, model, persona, enabledTools, mounts, Optional.empty());
  }

  /// Without mounts and fall-back.
  public AgentGroup(AgentGroupId id, long revision, String name, String folder, String provider, String model,
      BoxConfig.Persona persona, List<String> enabledTools) {
    this(id, revision, name, folder, provider, model, persona, enabledTools, List.of());
  }

  public AgentGroup withRevision(long next) {
    return new AgentGroup(id, next, name, folder, provider, model, persona, enabledTools, mounts, fallback,
        budget);
  }

  public AgentGroup withPersona(BoxConfig.Persona other) {
    return new AgentGroup(id, revision, name, folder, provider, model, other, enabledTools, mounts, fallback,
        budget);
  }

  public AgentGroup withEnabledTools(List<String> other) {
    return new AgentGroup(id, revision, name, folder, provider, model, persona, other, mounts, fallback,
        budget);
  }

  public AgentGroup withModel(String otherProvider, String otherModel) {
    return new AgentGroup(id, revision, name, folder, otherProvider, otherModel, persona, enabledTools, mounts,
        fallback,
        budget);
  }

  public AgentGroup withFallback(Optional<Fallback> other) {
    return new AgentGroup(id, revision, name, folder, provider, model, persona, enabledTools, mounts, other,
        budget);
  }

  public AgentGroup withMounts(List<Mount> other) {
    return new AgentGroup(id, revision, name, folder, provider, model, persona, enabledTools, other, fallback,
        budget);
  }

  public AgentGroup withBudget(Budget other) {
    return new AgentGroup(id, revision, name, folder, provider, model, persona, enabledTools, mounts, fallback, other);
  }
}
