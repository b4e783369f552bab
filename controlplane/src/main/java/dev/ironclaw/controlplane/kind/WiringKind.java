package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.kind.ChangeCard.Difference;
import dev.ironclaw.controlplane.kind.WiringPayload.Egress;
import dev.ironclaw.controlplane.kind.WiringPayload.Put;
import dev.ironclaw.controlplane.kind.WiringPayload.Remove;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import dev.ironclaw.controlplane.registry.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Where people reach an agent, and when it answers there; also which hosts it reaches.
record WiringKind() implements Kind<WiringPayload> {
  @Override
  public ChangeKind name() {
    return ChangeKind.WIRING;
  }

  @Override
  public Set<Risk> risks() {
    return Set.of(Risk.GREEN, Risk.AMBER, Risk.RED);
  }

  @Override
  public WiringPayload parse(JsonNode after, Basis base) {
    return WiringPayload.parse(after, base);
  }

  @Override
  public Optional<String> objection(WiringPayload payload, Basis base) {
    return switch (payload) {
      case Put(WiringSpec spec) -> WiringRules.objection(spec, base.requireAgent().id(), base)
          .or(() -> hasNoEffect(spec, base)
              ? Optional.of("the wiring is already as asked for: the change has no effect")
              : Optional.empty());
      case Remove remove -> own(remove, base).isPresent()
          ? Optional.empty()
          : Optional.of("this agent has no wiring " + remove.id());
      case Egress egress -> EgressCards.changed(egress, base).isEmpty()
          ? Optional.of(egress.adds()
              ? "the agent may reach all of that already: the change has no effect"
              : "the agent may reach none of that: the change has no effect")
          : Optional.empty();
    };
  }

  private static boolean hasNoEffect(WiringSpec spec, Basis base) {
    return before(spec, base).filter(now -> now.withPolicy(Optional.empty()).equals(spec.withPolicy(Optional.empty())))
        .isPresent() && spec.policyAfter(base) == spec.policyNow(base);
  }

  /// The stored wiring that it replaces.
  private static Optional<WiringSpec> before(WiringSpec spec, Basis base) {
    return base.wiring(spec.id()).flatMap(wiring -> stored(wiring, spec.policy().map(_ -> spec.policyNow(base)), base));
  }

  static Optional<WiringSpec> stored(Wiring wiring, Optional<UnknownSenderPolicy> policy, Basis base) {
    return base.places().find(wiring.messagingGroup()).map(place -> WiringSpec.of(wiring, place, policy));
  }

  /// The agent's own wiring that is to go; with the policy of its place where that is to change too.
  private static Optional<WiringSpec> own(Remove remove, Basis base) {
    AgentGroupId agent = base.requireAgent().id();
    return base.wiring(remove.id()).filter(wiring -> wiring.agentGroup().equals(agent))
        .flatMap(wiring -> stored(wiring, Optional.empty(), base))
        .map(spec -> spec.withPolicy(remove.policy().map(_ -> spec.policyNow(base))));
  }

  @Override
  public Set<Limit> limits(WiringPayload payload, Basis base) {
    if (payload instanceof Egress egress) {
      return egress.adds() ? Set.of(Limit.UNTIL, Limit.SESSION) : Set.of();
    }
    return payload instanceof WiringPayload.Put(WiringSpec spec) && base.registry().wirings().values().stream()
        .flatMap(List::stream).noneMatch(wiring -> wiring.id().equals(spec.id())) ? Set.of(Limit.UNTIL) : Set.of();
  }

  @Override
  public CardParts card(WiringPayload payload, Basis base) {
    String agent = VisibleText.line(base.requireAgent().name());
    return switch (payload) {
      case Put(WiringSpec spec) -> put(spec, agent, base);
      case Remove remove -> remove(remove, agent, base);
      case Egress egress -> EgressCards.card(egress, agent, base);
    };
  }

  private static CardParts put(WiringSpec spec, String agent, Basis base) {
    Optional<WiringSpec> before = before(spec, base);
    Risk risk = spec.policyAfter(base) == UnknownSenderPolicy.PUBLIC ? Risk.RED : Risk.AMBER;
    return new CardParts((before.isEmpty() ? "Let people at " : "Change how people at ") + spec.place().shown()
        + (before.isEmpty() ? " talk to " : " reach ") + agent, risk, WiringSentences.gains(spec, base),
        before.isEmpty() ? List.of() : List.of("the present rules of wiring " + spec.id()),
        differences(spec, before.map(WiringSentences::table).orElse("(none)"), WiringSentences.table(spec),
            spec.policyAfter(base), base));
  }

  private static CardParts remove(Remove remove, String agent, Basis base) {
    Optional<WiringSpec> own = own(remove, base);
    String at = own.map(spec -> spec.place().shown()).orElse("a place");
    List<String> gains = new ArrayList<>();
    own.filter(spec -> remove.policy().filter(policy -> policy != spec.policyNow(base)).isPresent())
        .ifPresent(_ -> gains.add(WiringSentences.strangers(remove.policy().orElseThrow(), at)));
    boolean opens = !gains.isEmpty() && remove.policy().filter(UnknownSenderPolicy.PUBLIC::equals).isPresent();
    return new CardParts("Cut " + agent + " off from " + at, opens ? Risk.RED : Risk.GREEN, gains,
        List.of("hear and answer what is said at " + at),
        own.map(spec -> differences(spec, WiringSentences.table(spec), "(none)",
            remove.policy().orElse(spec.policyNow(base)), base)).orElse(List.of()));
  }

  private static List<Difference> differences(WiringSpec spec, String before, String after,
      UnknownSenderPolicy policy, Basis base) {
    List<Difference> differences = new ArrayList<>();
    differences.add(new Difference("wiring " + spec.id(), before, after));
    if (policy != spec.policyNow(base)) {
      differences.add(new Difference("strangers at " + spec.place().shown(), spec.policyNow(base).wireName(),
          policy.wireName()));
    }
    return differences;
  }

  @Override
  public JsonNode before(WiringPayload payload, Basis base) {
    WiringPayload before = switch (payload) {
      case Put(WiringSpec spec) -> before(spec, base).<WiringPayload>map(Put::new)
          .orElseGet(() -> new Remove(spec.id(), spec.policy().map(_ -> spec.policyNow(base))));
      case Remove remove -> own(remove, base).<WiringPayload>map(Put::new).orElse(remove);
      case Egress egress -> new Egress(!egress.adds(), EgressCards.changed(egress, base));
    };
    return before.toJson();
  }

  @Override
  public List<RegistryEdit> edits(WiringPayload payload, Basis base) {
    return switch (payload) {
      case Put(WiringSpec spec) -> spec.edits(base.requireAgent().id(), base);
      case Remove remove -> {
        List<RegistryEdit> edits = new ArrayList<>();
        edits.add(new RegistryEdit.RemoveWiring(remove.id()));
        own(remove, base).ifPresent(spec -> remove.policy().ifPresent(policy -> {
          edits.add(new RegistryEdit.ExpectPolicy(spec.place().toEdit(spec.isGroup()), spec.policyNow(base)));
          edits.add(new RegistryEdit.PutPolicy(spec.place().toEdit(spec.isGroup()), policy));
        }));
        yield edits;
      }
      case Egress egress -> EgressCards.edits(egress, base);
    };
  }
}
