package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The rules of deciding themselves: about no agent, always red, and no agent may ask for it.
record PolicyKind() implements Kind<DecisionPolicy> {
  @Override
  public ChangeKind name() {
    return ChangeKind.POLICY;
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
  public boolean isForPeopleAlone() {
    return true;
  }

  @Override
  public DecisionPolicy parse(JsonNode after, Basis base) {
    return DecisionPolicy.parse(after);
  }

  /// What can't be read can always be replaced.
  private static DecisionPolicy present(Basis base) {
    return base.policy().orElse(DecisionPolicy.DEFAULT);
  }

  @Override
  public Optional<String> objection(DecisionPolicy payload, Basis base) {
    if (base.agent().isPresent()) {
      return Optional.of("the policy is about no one agent: leave the agent group out, and name agents in its rules");
    }
    return base.policy().filter(payload::equals).isPresent()
        ? Optional.of("the policy is like this already: the change has no effect")
        : PolicyRules.objection(payload, present(base), base);
  }

  @Override
  public CardParts card(DecisionPolicy payload, Basis base) {
    PolicySentences.Effect effect = PolicySentences.effect(present(base), payload);
    String before = base.policy().map(policy -> String.join("\n", policy.sentences()))
        .orElse("(what is stored can't be read: nothing but the policy can be approved)");
    // By names alone: whose token is good now is for `ironctl doctor`, or a card would change with every token.
    List<String> tightens = Stream.concat(effect.tightens().stream(),
        PolicyGaps.sentences(payload, _ -> true).stream()).toList();
    return new CardParts("Change the rules of deciding", Risk.RED, effect.loosens(), tightens,
        List.of(new ChangeCard.Difference("policy", before, String.join("\n", payload.sentences()))));
  }

  @Override
  public JsonNode before(DecisionPolicy payload, Basis base) {
    return present(base).toJson();
  }

  @Override
  public List<RegistryEdit> edits(DecisionPolicy payload, Basis base) {
    return List.of(new RegistryEdit.PutDecisionPolicy(payload.equals(DecisionPolicy.DEFAULT)
        ? Optional.empty()
        : Optional.of(CanonicalJson.of(payload.toJson()))));
  }
}
