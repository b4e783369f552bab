package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.kind.ChangeCard.Difference;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import dev.ironclaw.controlplane.registry.RoleGrant;
import dev.ironclaw.controlplane.registry.RoleGrant.Role;
import dev.ironclaw.controlplane.registry.VaultUse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Who may talk to an agent or rules it, where it may write unasked, and which secrets are used for it.
record PermissionsKind() implements Kind<PermissionsPayload> {
  @Override
  public ChangeKind name() {
    return ChangeKind.PERMISSIONS;
  }

  @Override
  public Set<Risk> risks() {
    return Set.of(Risk.RED);
  }

  @Override
  public boolean needsAgent() {
    return false;
  }

  @Override
  public PermissionsPayload parse(JsonNode after, Basis base) {
    return PermissionsPayload.parse(after, base);
  }

  @Override
  public boolean mayBeAskedByAgents(PermissionsPayload payload, Basis base) {
    return base.agent().isPresent() && all(payload).stream().noneMatch(Permission.OfRole.class::isInstance);
  }

  private static List<Permission> all(PermissionsPayload grants) {
    List<Permission> all = new ArrayList<>(grants.grant());
    all.addAll(grants.revoke());
    return all;
  }

  @Override
  public Optional<String> objection(PermissionsPayload grants, Basis base) {
    Optional<String> unknown = unknownCredential(grants.grant(), base);
    if (unknown.isPresent()) {
      return unknown;
    }
    if (news(grants, base).isEmpty() && gone(grants, base).isEmpty()) {
      return Optional.of("it is already as asked for: the change has no effect");
    }
    Set<RoleGrant> roles = new HashSet<>(base.registry().roles());
    grants.revoke().forEach(item -> role(item).ifPresent(roles::remove));
    grants.grant().forEach(item -> role(item).ifPresent(roles::add));
    boolean last = base.registry().roles().stream().anyMatch(PermissionsKind::owns)
        && roles.stream().noneMatch(PermissionsKind::owns);
    return last
        ? Optional.of("it would leave nobody as owner; make somebody else owner first")
        : Optional.empty();
  }

  /// Nobody decides on a credential that is not there: one of that name may come later, and be another.
  static Optional<String> unknownCredential(List<Permission> granted, Basis base) {
    return granted.stream()
        .flatMap(item -> item instanceof Permission.OfVault(VaultUse use) ? Stream.of(use) : Stream.of())
        .filter(use -> !base.host().vaultHosts().apply(use.credential()).contains(use.host())).findFirst()
        .map(use -> "the vault has no credential " + use.credential() + " for " + use.host()
            + "; an operator adds one with `ironctl vault add`");
  }

  private static Optional<RoleGrant> role(Permission item) {
    return switch (item) {
      case Permission.OfRole(RoleGrant role) -> Optional.of(role);
      case Permission.OfMember _,Permission.OfDestination _,Permission.OfUser _,Permission.OfVault _ ->
        Optional.empty();
    };
  }

  private static boolean owns(RoleGrant role) {
    return role.role() == Role.OWNER;
  }

  /// What somebody can't do any more, and what is left to a person who is no longer registered.
  private static String loss(Permission item, Basis base) {
    boolean keeps = item instanceof Permission.OfUser person
        && (base.registry().roles().stream().anyMatch(role -> role.user().equals(person.user().id()))
            || base.registry().members().stream().anyMatch(member -> member.user().equals(person.user().id())));
    return item.meaning() + (keeps ? "; roles and memberships that are not revoked too stay" : "");
  }

  /// What is granted and not held yet.
  private static List<Permission> news(PermissionsPayload grants, Basis base) {
    return grants.grant().stream().filter(item -> !item.isHeld(base)).toList();
  }

  /// What is revoked and held.
  private static List<Permission> gone(PermissionsPayload grants, Basis base) {
    return grants.revoke().stream().filter(item -> item.isHeld(base)).toList();
  }

  /// A person who has another name now; that is put back, not taken away.
  private static Optional<Permission> renamed(Permission item, Basis base) {
    return item instanceof Permission.OfUser person
        ? person.stored(base).map(Permission.OfUser::new)
        : Optional.empty();
  }

  @Override
  public Set<Limit> limits(PermissionsPayload payload, Basis base) {
    return !payload.grant().isEmpty() && payload.revoke().isEmpty() ? Set.of(Limit.UNTIL) : Set.of();
  }

  @Override
  public CardParts card(PermissionsPayload grants, Basis base) {
    String whom = base.agent().map(agent -> VisibleText.line(agent.name())).orElse("all agents");
    List<Permission> news = news(grants, base);
    List<Permission> gone = gone(grants, base);
    List<Difference> differences = new ArrayList<>();
    news.forEach(item -> differences.add(new Difference("granted",
        renamed(item, base).map(Permission::meaning).orElse("(none)"), item.meaning())));
    gone.forEach(item -> differences.add(new Difference("revoked", item.meaning(), "(none)")));
    String verb = gone.isEmpty() ? "Grant" : news.isEmpty() ? "Revoke" : "Grant and revoke";
    return new CardParts(verb + " permissions about " + whom, Risk.RED, news.stream().map(Permission::meaning).toList(),
        gone.stream().map(item -> loss(item, base)).toList(), differences);
  }

  @Override
  public JsonNode before(PermissionsPayload grants, Basis base) {
    List<Permission> back = new ArrayList<>(gone(grants, base));
    List<Permission> away = new ArrayList<>();
    news(grants, base).forEach(item -> renamed(item, base).ifPresentOrElse(back::add, () -> away.add(item)));
    return new PermissionsPayload(back, away).toJson();
  }

  @Override
  public List<RegistryEdit> edits(PermissionsPayload grants, Basis base) {
    List<RegistryEdit> edits = new ArrayList<>();
    gone(grants, base).forEach(item -> edits.addAll(item.revoke(base)));
    news(grants, base).forEach(item -> edits.addAll(item.grant(base)));
    return edits;
  }
}
