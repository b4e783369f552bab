package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.IronclawException;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The rules of deciding, whole: one document, which the kind `policy` replaces.
///
/// @param autoApprove what takes effect without anybody's answer; the first rule that fits counts
/// @param deciders who may approve what; what no rule is about, everybody may whose token has the scope `approve`
/// @param twoPeople what two different people must approve
/// @param stepUp what an approval needs a one-time code for
/// @param patience how long a request waits for an answer before that is a no; empty: as the start says
public record DecisionPolicy(List<AutoRule> autoApprove, List<RoleRule> deciders, Demand twoPeople, Demand stepUp,
    Optional<Duration> patience) implements Payload {
  /// What holds where nobody has decided anything else: a human decides each change.
  public static final DecisionPolicy DEFAULT = new DecisionPolicy(List.of(), List.of(), Demand.NOTHING, Demand.NOTHING,
      Optional.empty());

  /// What no rule may ever let through without a human, beside everything red.
  static final Set<ChangeKind> NEVER_AUTOMATIC = Set.copyOf(
      EnumSet.of(ChangeKind.CREATE_AGENT, ChangeKind.MOUNTS, ChangeKind.POLICY));

  private static final JsonMapper JSON = JsonMapper.shared();

  public DecisionPolicy {
    autoApprove = autoApprove.stream().distinct().toList();
    deciders = deciders.stream().distinct().toList();
  }

  /// Changes of a kind that take effect at once.
  ///
  /// @param agent empty for every agent, those too that come later
  /// @param upTo the highest risk
  public record AutoRule(ChangeKind kind, Optional<AgentGroupId> agent, Risk upTo) {
    boolean covers(ChangeKind changed, Optional<AgentGroupId> about, Risk risk) {
      return kind == changed && risk.compareTo(upTo) <= 0 && (agent.isEmpty() || agent.equals(about));
    }
  }

  /// Who may approve some changes.
  ///
  /// @param operators names of tokens
  /// @param kinds empty for all of them but `policy`
  /// @param agents empty for all of them, and for what is about none
  public record RoleRule(List<String> operators, Set<ChangeKind> kinds, List<AgentGroupId> agents) {
    public RoleRule {
      operators = operators.stream().distinct().sorted().toList();
      kinds = Set.copyOf(kinds);
      agents = agents.stream().distinct().sorted(Comparator.comparing(AgentGroupId::value)).toList();
    }

    boolean covers(ChangeKind changed, Optional<AgentGroupId> about) {
      return changed != ChangeKind.POLICY && (kinds.isEmpty() || kinds.contains(changed))
          && (agents.isEmpty() || about.filter(agents::contains).isPresent());
    }
  }

  /// Changes that need more than one answer of one person. Where it holds for any, it holds for the policy too: else
  /// whoever is to be kept from something would change the policy first.
  public record Demand(Set<Risk> risks, Set<ChangeKind> kinds) {
    static final Demand NOTHING = new Demand(Set.of(), Set.of());

    public Demand {
      risks = Set.copyOf(risks);
      kinds = Set.copyOf(kinds);
    }

    boolean isNothing() {
      return risks.isEmpty() && kinds.isEmpty();
    }

    boolean covers(ChangeKind kind, Risk risk) {
      return risks.contains(risk) || kinds.contains(kind) || (kind == ChangeKind.POLICY && !isNothing());
    }
  }

  /// Reads a document.
  ///
  /// @throws IronclawException `INVALID_PAYLOAD`
  public static DecisionPolicy parse(JsonNode document) {
    return PolicyForm.parse(document);
  }

  /// Reads what is stored; empty where that is no document that any human could have approved.
  public static Optional<DecisionPolicy> stored(Optional<String> document) {
    try {
      DecisionPolicy policy = document.map(text -> parse(JSON.readTree(text))).orElse(DEFAULT);
      return PolicyRules.floor(policy).isEmpty() ? Optional.of(policy) : Optional.empty();
    } catch (IronclawException | JacksonException _) {
      // silent-ok: whoever asks decides as if nothing were allowed, and says so
      return Optional.empty();
    }
  }

  /// Which rule lets this change take effect at once, counted from 1. Whatever the rules say: none lets through what is
  /// red, what is in [#NEVER_AUTOMATIC], nor what needs two people or a code.
  public Optional<Integer> automatic(ChangeKind kind, Optional<AgentGroupId> about, Risk risk) {
    if (risk == Risk.RED || NEVER_AUTOMATIC.contains(kind) || needsTwo(kind, risk) || needsStepUp(kind, risk)) {
      return Optional.empty();
    }
    for (int i = 0; i < autoApprove.size(); i++) {
      if (autoApprove.get(i).covers(kind, about, risk)) {
        return Optional.of(i + 1);
      }
    }
    return Optional.empty();
  }

  public boolean needsTwo(ChangeKind kind, Risk risk) {
    return twoPeople.covers(kind, risk);
  }

  public boolean needsStepUp(ChangeKind kind, Risk risk) {
    return stepUp.covers(kind, risk);
  }

  /// Whether a code is needed for anything.
  public boolean knowsStepUp() {
    return !stepUp.isNothing();
  }

  /// The operators who alone may approve it; empty where no rule is about it.
  public Optional<List<String>> decidersOf(ChangeKind kind, Optional<AgentGroupId> about) {
    List<RoleRule> rules = deciders.stream().filter(rule -> rule.covers(kind, about)).toList();
    return rules.isEmpty()
        ? Optional.empty()
        : Optional.of(rules.stream().flatMap(rule -> rule.operators().stream()).distinct().sorted().toList());
  }

  /// What nobody can approve by it, because too few of those whom it names exist now; one sentence each.
  public List<String> gaps(Approvers approvers) {
    return Stream.concat(PolicyRules.tooFew(this, approvers).stream(),
        PolicyGaps.sentences(this, approvers::has).stream()).toList();
  }

  /// One rule of [#autoApprove] in words, counted from 1.
  public String ruleWords(int rule) {
    return PolicySentences.words(autoApprove.get(rule - 1));
  }

  /// All of it in plain sentences, one a line.
  public List<String> sentences() {
    return PolicySentences.all(this);
  }

  @Override
  public JsonNode toJson() {
    return PolicyForm.write(this);
  }

  static String word(Risk risk) {
    return risk.name().toLowerCase(Locale.ROOT);
  }
}
