package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.kind.ChangeCard.Difference;
import dev.ironclaw.controlplane.kind.CreateAgentPayload.Create;
import dev.ironclaw.controlplane.kind.CreateAgentPayload.Remove;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Makes an agent with all that it has, on one card, or retires one with all that names it.
record CreateAgentKind() implements Kind<CreateAgentPayload> {
  @Override
  public ChangeKind name() {
    return ChangeKind.CREATE_AGENT;
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
  public CreateAgentPayload parse(JsonNode after, Basis base) {
    return CreateAgentPayload.parse(after, base);
  }

  @Override
  public boolean mayBeAskedByAgents(CreateAgentPayload payload, Basis base) {
    return switch (payload) {
      case Create(AgentSpec agent) -> agent.admins().isEmpty();
      case Remove _ -> false;
    };
  }

  @Override
  public Optional<AgentGroupId> subject(CreateAgentPayload payload, Basis base) {
    return switch (payload) {
      case Create(AgentSpec agent) -> Optional.of(agent.id());
      case Remove _ -> base.agent().map(AgentGroup::id);
    };
  }

  @Override
  public Optional<String> objection(CreateAgentPayload payload, Basis base) {
    return switch (payload) {
      case Create(AgentSpec agent) -> CreateAgentRules.objection(agent, base);
      case Remove(Map<PlaceName, UnknownSenderPolicy> policies) -> {
        List<PlaceName> wired = present(Map.of(), base).wirings().stream().map(WiringSpec::place).toList();
        yield policies.keySet().stream().filter(place -> !wired.contains(place)).findFirst()
            .map(place -> "the agent is not wired to " + place.shown());
      }
    };
  }

  /// The agent of the base, as it is.
  private static AgentSpec present(Map<PlaceName, UnknownSenderPolicy> policies, Basis base) {
    return AgentSpec.of(base.requireAgent(), policies, base);
  }

  @Override
  public CardParts card(CreateAgentPayload payload, Basis base) {
    return switch (payload) {
      case Create(AgentSpec agent) -> {
        List<Difference> differences = new ArrayList<>();
        sections(agent).forEach((label, text) -> differences.add(new Difference(label, "(none)", text)));
        agent.wirings().stream().filter(wiring -> wiring.policyAfter(base) != wiring.policyNow(base))
            .forEach(wiring -> differences.add(strangers(wiring, wiring.policyAfter(base), base)));
        yield new CardParts("Create the agent " + VisibleText.line(agent.row().name()), Risk.RED,
            withLegacy(agent, base),
            List.of(), differences);
      }
      case Remove(Map<PlaceName, UnknownSenderPolicy> policies) -> {
        AgentSpec agent = present(policies, base);
        List<Difference> differences = new ArrayList<>();
        sections(agent).forEach((label, text) -> differences.add(new Difference(label, text, "(none)")));
        List<String> gains = new ArrayList<>();
        agent.wirings().forEach(wiring -> wiring.policy().ifPresent(_ -> {
          UnknownSenderPolicy policy = policies.getOrDefault(wiring.place(), wiring.policyNow(base));
          differences.add(strangers(wiring, policy, base));
          gains.add(WiringSentences.strangers(policy, wiring.place().shown()));
        }));
        yield new CardParts("Retire the agent " + VisibleText.line(agent.row().name())
            + "; " + kept(base.host().keepRetired()), Risk.RED, gains, powers(agent, base), differences);
      }
    };
  }

  private static String kept(Duration keep) {
    return keep.isZero()
        ? "its workspace and conversations are erased at once, and undoing does not bring them back"
        : "its workspace and conversations are kept for " + keep.toDays()
            + " days, in which undoing brings them back, and "
            + "then erased";
  }

  private static Difference strangers(WiringSpec wiring, UnknownSenderPolicy policy, Basis base) {
    return new Difference("strangers at " + wiring.place().shown(), wiring.policyNow(base).wireName(),
        policy.wireName());
  }

  /// An agent of the id of a retired one, and so one that undoing brings back, has what that one left.
  private static List<String> withLegacy(AgentSpec agent, Basis base) {
    List<String> powers = powers(agent, base);
    if (base.registry().retired().containsKey(agent.id())) {
      powers.add("have the workspace and the conversations that the retired agent " + agent.id() + " left");
    }
    return powers;
  }

  /// What it can do, part by part.
  private static List<String> powers(AgentSpec agent, Basis base) {
    List<String> powers = new ArrayList<>();
    powers.add("exist as the agent " + agent.id() + " with a workspace of its own");
    powers.add("everything said to it goes to " + VisibleText.line(agent.row().model() + " at "
        + base.host().company(agent.row().provider())) + ", which answers for it");
    agent.row().fallback().ifPresent(other -> powers.add("be answered for by " + VisibleText.line(other.model())
        + " while its own model can't: what is said goes to " + VisibleText.line(base.host().company(other.provider()))
        + " then"));
    SearchingModels.power(agent.row().provider(), agent.row().model(), base.host()).ifPresent(powers::add);
    agent.row().fallback().flatMap(other -> SearchingModels.power(other.provider(), other.model(), base.host()))
        .ifPresent(powers::add);
    if (!agent.row().budget().isUnlimited()) {
      powers.add("spend on model calls: " + String.join("; ", BudgetPayload.lines(agent.row().budget())));
    }
    agent.row().enabledTools().forEach(tool -> powers.add(ToolSentences.gain(tool)));
    agent.row().mounts()
        .forEach(mount -> powers.add(MountsKind.sentence(mount) + MountsKind.sharing(mount, agent.id(), base)));
    agent.permissions().forEach(permission -> powers.add(permission.meaning()));
    base.registry().schedulesOf(agent.id()).forEach(schedule -> ScheduleWords.power(schedule).ifPresent(powers::add));
    agent.egress().forEach(target -> powers.add(target.gain()));
    agent.wirings().forEach(wiring -> powers.addAll(WiringSentences.gains(wiring, base)));
    return powers;
  }

  private static Map<String, String> sections(AgentSpec agent) {
    AgentGroup row = agent.row();
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put("agent", "id: " + row.id() + "\nname: " + VisibleText.line(row.name()) + "\nfolder: " + row.folder());
    sections.put("model", VisibleText.line(row.provider() + " / " + row.model()));
    row.fallback().ifPresent(other -> sections.put("fall-back",
        VisibleText.line(other.provider() + " / " + other.model())));
    put(sections, "identity", VisibleText.text(row.persona().identity()));
    put(sections, "soul", VisibleText.text(row.persona().soul()));
    put(sections, "instructions", VisibleText.text(row.persona().instructions()));
    sections.put("tools", EnabledToolsKind.list(new TreeSet<>(row.enabledTools())));
    put(sections, "mounts", row.mounts().isEmpty() ? "" : MountsKind.list(row.mounts()));
    put(sections, "permissions", String.join("\n", agent.permissions().stream().map(Permission::meaning).toList()));
    put(sections, "hosts", agent.egress().isEmpty() ? "" : EgressCards.list(agent.egress()));
    put(sections, "budget", row.budget().isUnlimited() ? "" : BudgetKind.shown(row.budget()));
    agent.wirings().forEach(wiring -> sections.put("wiring " + wiring.id(), WiringSentences.table(wiring)));
    return sections;
  }

  private static void put(Map<String, String> sections, String label, String text) {
    if (!text.isEmpty()) {
      sections.put(label, text);
    }
  }

  @Override
  public JsonNode before(CreateAgentPayload payload, Basis base) {
    CreateAgentPayload before = switch (payload) {
      case Create(AgentSpec agent) -> {
        Map<PlaceName, UnknownSenderPolicy> policies = new TreeMap<>();
        agent.wirings().stream().filter(wiring -> wiring.policy().isPresent())
            .forEach(wiring -> policies.put(wiring.place(), wiring.policyNow(base)));
        yield new Remove(policies);
      }
      case Remove(Map<PlaceName, UnknownSenderPolicy> policies) -> new Create(present(policies, base));
    };
    return before.toJson();
  }

  @Override
  public List<RegistryEdit> edits(CreateAgentPayload payload, Basis base) {
    return switch (payload) {
      case Create(AgentSpec agent) -> agent.create(base);
      case Remove(Map<PlaceName, UnknownSenderPolicy> policies) -> {
        AgentSpec agent = present(policies, base);
        List<RegistryEdit> edits = new ArrayList<>();
        agent.wirings().forEach(wiring -> wiring.policy().ifPresent(now -> {
          RegistryEdit.Place place = wiring.place().toEdit(wiring.isGroup());
          edits.add(new RegistryEdit.ExpectPolicy(place, now));
          edits.add(new RegistryEdit.PutPolicy(place, policies.getOrDefault(wiring.place(), now)));
        }));
        edits.addAll(agent.remove(base));
        yield edits;
      }
    };
  }
}
