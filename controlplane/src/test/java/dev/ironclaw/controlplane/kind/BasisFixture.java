package dev.ironclaw.controlplane.kind;

import dev.ironclaw.controlplane.isolation.MountPolicy;
import dev.ironclaw.controlplane.registry.Mount;
import java.time.Duration;
import java.util.function.Function;
import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.RegistrySnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Small registries to read changes against.
public final class BasisFixture {
  public static final AgentGroupId AGENT = new AgentGroupId("mock-agent");
  /// Any folder below `/mounts`.
  public static final Function<Mount, Optional<String>> MOUNTS = mount -> new MountPolicy(Path.of("/mounts"), List.of(),
      Path.of("/state"), Path.of("/home/me")).objection(Path.of(mount.source()));
  public static final HostFacts HOST = new HostFacts(Set.of("mock", "other"), MOUNTS,
      Optional.of(new HostFacts.ModelChoice("mock", "mock-1")), Duration.ofDays(30),
      credential -> credential.equals("git") ? Set.of("git.example.org", "api.git.example.org") : Set.of());
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private BasisFixture() {}

  /// Has list_dir and read_file.
  public static AgentGroup agent(long revision) {
    return new AgentGroup(AGENT, revision, "mock-agent", "mock-agent", "mock", "mock-1",
        new Persona("", "", "Be brief."), List.of("list_dir", "read_file"));
  }

  public static Basis of(AgentGroup agent) {
    RegistrySnapshot registry = RegistrySnapshot.of(1, List.of(agent), List.of(), Map.of(), Set.of(), Set.of(),
        Set.of(), RegistrySnapshot.Reach.NONE, Optional.empty(), List.of());
    return Basis.of(registry, new NoPlaces(), HOST, Approvers.localAlone(), Optional.of(agent.id()));
  }

  private record NoPlaces() implements Basis.Places {
    @Override
    public Optional<MessagingGroup> find(String channelType, String platformId, String instance) {
      return Optional.empty();
    }

    @Override
    public Optional<MessagingGroup> find(MessagingGroupId id) {
      return Optional.empty();
    }
  }

  public static JsonNode json(String text) {
    return JSON.readTree(text);
  }
}
