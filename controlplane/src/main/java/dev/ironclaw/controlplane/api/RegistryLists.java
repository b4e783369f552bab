package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.WiringId;
import dev.ironclaw.contract.api.DestinationView;
import dev.ironclaw.contract.api.MemberView;
import dev.ironclaw.contract.api.RoleView;
import dev.ironclaw.contract.api.UserView;
import dev.ironclaw.contract.api.WiringView;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.User;
import dev.ironclaw.controlplane.registry.Wiring;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Wirings, people and what they hold, in a fixed order. Each filter is empty for all.
final class RegistryLists {
  private final Registry registry;

  RegistryLists(Registry registry) {
    this.registry = registry;
  }

  /// By agent, then highest priority first.
  List<WiringView> wirings(Optional<String> agent, Optional<String> place) {
    return wirings(registry).stream()
        .filter(wiring -> fits(agent, wiring.agentGroup().value()) && fits(place, wiring.messagingGroup().value()))
        .map(WiringViews::of).toList();
  }

  private static List<Wiring> wirings(Registry registry) {
    return registry.snapshot().wirings().values().stream().flatMap(List::stream)
        .sorted(Comparator.comparing((Wiring wiring) -> wiring.agentGroup().value())
            .thenComparing(Comparator.comparingInt(Wiring::priority).reversed())
            .thenComparing(wiring -> wiring.id().value()))
        .toList();
  }

  static Wiring wiring(Registry registry, WiringId id) {
    return wirings(registry).stream().filter(wiring -> wiring.id().equals(id)).findFirst()
        .orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND, "there is no wiring " + id));
  }

  /// By id.
  List<UserView> users() {
    return registry.snapshot().users().values().stream().sorted(Comparator.comparing(user -> user.id().value()))
        .map(RegistryLists::user).toList();
  }

  static UserView user(User user) {
    return new UserView(user.id().value(), user.kind(), user.displayName());
  }

  List<RoleView> roles(Optional<String> user, Optional<String> agent) {
    return registry.snapshot().roles().stream()
        .map(role -> new RoleView(role.user().value(), role.role().wireName(), role.agentGroup().map(id -> id.value())))
        .filter(role -> fits(user, role.userId())
            && (agent.isEmpty() || role.agentGroupId().isEmpty() || role.agentGroupId().equals(agent)))
        .sorted(Comparator.comparing(RoleView::userId).thenComparing(RoleView::role)
            .thenComparing(role -> role.agentGroupId().orElse("")))
        .toList();
  }

  List<MemberView> members(Optional<String> user, Optional<String> agent) {
    return registry.snapshot().members().stream()
        .map(member -> new MemberView(member.user().value(), member.agentGroup().value()))
        .filter(member -> fits(user, member.userId()) && fits(agent, member.agentGroupId()))
        .sorted(Comparator.comparing(MemberView::agentGroupId).thenComparing(MemberView::userId)).toList();
  }

  List<DestinationView> destinations(Optional<String> agent) {
    return registry.snapshot().destinations().stream()
        .map(place -> new DestinationView(place.agentGroup().value(), place.channelType(), place.platformId()))
        .filter(place -> fits(agent, place.agentGroupId()))
        .sorted(Comparator.comparing(DestinationView::agentGroupId).thenComparing(DestinationView::channelType)
            .thenComparing(DestinationView::platformId))
        .toList();
  }

  private static boolean fits(Optional<String> wanted, String value) {
    return wanted.isEmpty() || wanted.get().equals(value);
  }
}
