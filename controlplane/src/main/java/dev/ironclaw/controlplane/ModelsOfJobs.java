package dev.ironclaw.controlplane;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.modelproxy.Dialect;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.orchestrator.JobModels;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Which models jobs have: their agent's, else the operator's standard one; Claude Code one of Anthropic's.
final class ModelsOfJobs implements JobModels {
  /// What operators' own jobs are counted under; no agent, and so without a budget.
  static final AgentGroupId OPERATORS = AgentGroup.OPERATORS_JOBS;
  private static final String ANTHROPIC = "anthropic";
  /// Claude Code's small and fast model.
  private static final String SMALL = "haiku";
  /// A model's whole name, with its version.
  private static final Pattern WHOLE = Pattern.compile("claude-[a-z0-9][a-z0-9.@-]{2,80}");
  private static final Pattern FAMILY = Pattern.compile("[a-z]{3,20}");

  private final Facts facts;
  private final Function<JobId, Optional<AgentGroupId>> agents;
  private final String claudeModel;

  /// What is set up now.
  ///
  /// @param upstreams by name, those that can be called
  /// @param account of Claude Code's own
  /// @param agentModel what an agent is set to
  /// @param standard the operator's
  record Facts(Function<String, Optional<Upstream>> upstreams, Optional<Upstream> account,
      Function<AgentGroupId, Optional<ModelChoice>> agentModel, Supplier<ModelChoice> standard) {}

  /// @param agents whose tool made a job
  /// @param claudeModel a family of models, as `sonnet`, or one model's whole name
  ModelsOfJobs(Facts facts, Function<JobId, Optional<AgentGroupId>> agents, String claudeModel) {
    this.facts = facts;
    this.agents = agents;
    this.claudeModel = claudeModel;
  }

  @Override
  public Model worker(JobId job) {
    return agents.apply(job).map(agent -> new Model(agent, own(agent)))
        .orElseGet(() -> new Model(OPERATORS, facts.standard().get()));
  }

  @Override
  public Model claude(JobId job, String asked) {
    Optional<AgentGroupId> agent = agents.apply(job);
    agent.ifPresent(this::own);
    AgentGroupId payer = agent.orElse(OPERATORS);
    Optional<Upstream> upstream = facts.upstreams().apply(ANTHROPIC).or(facts::account);
    if (upstream.isPresent()) {
      return new Model(payer, new ModelChoice(upstream.get().name(), claude(asked)));
    }
    ModelChoice standard = facts.standard().get();
    if (facts.upstreams().apply(standard.upstream()).filter(other -> other.dialect() == Dialect.ANTHROPIC).isEmpty()) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "call the model: Claude Code needs a provider that speaks "
          + "Anthropic's dialect; connect one with `ironctl provider add anthropic`, or start the control plane with "
          + "ANTHROPIC_API_KEY or CLAUDE_CODE_OAUTH_TOKEN");
    }
    return new Model(payer, standard);
  }

  /// Whether an agent's words go to the upstream of Claude Code's models anyway.
  boolean isClaudes(AgentGroupId agent) {
    String claudes = facts.upstreams().apply(ANTHROPIC).or(facts::account).map(Upstream::name)
        .orElseGet(() -> facts.standard().get().upstream());
    return facts.agentModel().apply(agent).filter(own -> own.upstream().equals(claudes)).isPresent();
  }

  /// An agent that is gone has no budget, and a company that nobody chose for it.
  private ModelChoice own(AgentGroupId agent) {
    return facts.agentModel().apply(agent).orElseThrow(() -> new IronclawException(ErrorCode.DENIED,
        "call the model: the agent " + agent + " whose job this is does not exist any more"));
  }

  /// One model is what is called, whatever is asked for. Of a family, the program knows its members, and how much each can
  /// say at a time: it may name any. The small one it may always use in its place.
  private String claude(String asked) {
    boolean whole = WHOLE.matcher(asked).matches();
    if (whole && isOf(SMALL, asked)) {
      return asked;
    }
    if (!FAMILY.matcher(claudeModel).matches()) {
      return claudeModel;
    }
    if (whole && isOf(claudeModel, asked)) {
      return asked;
    }
    throw new IronclawException(ErrorCode.DENIED, "call the model: this job's model is " + claudeModel + ", not "
        + VisibleText.brief(asked) + "; set CLAUDE_CODE_MODEL for the control plane to have another");
  }

  private static boolean isOf(String family, String model) {
    return Pattern.compile("-" + family + "(-|$)").matcher(model).find();
  }
}
