package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.kind.JobPayload.Order;
import dev.ironclaw.controlplane.kind.JobPayload.Withdraw;
import dev.ironclaw.controlplane.registry.JobOrder;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One job in a container that an agent asks for: with files that are there, or with credentials.
record JobKind() implements Kind<JobPayload> {
  private static final int MAX_KEPT = 500;

  @Override
  public ChangeKind name() {
    return ChangeKind.JOB;
  }

  @Override
  public Set<Risk> risks() {
    return Set.of(Risk.GREEN, Risk.RED);
  }

  @Override
  public JobPayload parse(JsonNode after, Basis base) {
    return new JobPayloadReader(base).read(after);
  }

  /// An agent ends its jobs by a tool of its own.
  @Override
  public boolean mayBeAskedByAgents(JobPayload payload, Basis base) {
    return switch (payload) {
      case Order _ -> true;
      case Withdraw _ -> false;
    };
  }

  @Override
  public Optional<String> objection(JobPayload payload, Basis base) {
    return switch (payload) {
      case Order(JobOrder order) -> objection(order, base);
      case Withdraw(JobId id) -> current(id, base).isPresent()
          ? Optional.empty()
          : Optional.of("no job " + id + " of this agent was approved: nothing to change");
    };
  }

  private static Optional<String> objection(JobOrder order, Basis base) {
    if (base.registry().reach().jobs().containsKey(order.id())) {
      return Optional.of("this job was approved before: give another \"call\" to have it done again");
    }
    if (base.registry().reach().jobs().values().stream()
        .filter(other -> other.agentGroup().equals(order.agentGroup())).count() >= MAX_KEPT) {
      return Optional.of("the agent has " + MAX_KEPT + " approved jobs, and more are not kept; undo some first");
    }
    return order.grants().values().stream().filter(source -> base.host().vaultHosts().apply(source).isEmpty())
        .findFirst()
        .map(source -> "the vault has no credential \"" + VisibleText.brief(source) + "\"");
  }

  @Override
  public CardParts card(JobPayload payload, Basis base) {
    String agent = VisibleText.line(base.requireAgent().name());
    return switch (payload) {
      case Order(JobOrder order) -> new CardParts("Let " + agent + " have a job done: "
          + VisibleText.line(order.title()), Risk.RED, gains(order), List.of(),
          List.of(
              new ChangeCard.Difference("task", "(none)", VisibleText.text(order.description())),
              new ChangeCard.Difference("job", "(none)", lines(order))));
      case Withdraw(JobId id) -> new CardParts("End the job " + id + " of " + agent, Risk.GREEN, List.of(),
          List.of("go on with the job " + id), List.of(new ChangeCard.Difference("job",
              current(id, base).map(JobKind::lines).orElse("(none)"), "(none)")));
    };
  }

  private static List<String> gains(JobOrder order) {
    List<String> gains = new ArrayList<>();
    gains.add("start one container job, once: " + switch (order.mode()) {
      case WORKER -> "an agent with a shell works there by itself";
      case CLAUDE_CODE -> "Claude Code works there by itself, and what it reads goes to the company of its models";
    } + ", without a network but to the model and to approved hosts, within the limits that are set for jobs");
    gains.add(order.project().map(name -> "read, change and delete everything in the project " + name)
        .orElse("write in a new folder of the job's own"));
    order.grants().forEach((variable, source) -> gains.add("use the credential " + source
        + " of the vault there, as the variable " + variable + " of every program that it starts"));
    return gains;
  }

  private static String lines(JobOrder order) {
    List<String> lines = new ArrayList<>(List.of("title: " + VisibleText.line(order.title()),
        "mode: " + order.mode().wireName(), "project: " + order.project().orElse("(a new folder)")));
    order.grants().forEach((variable, source) -> lines.add("credential: " + variable + " = " + source));
    return String.join("\n", lines);
  }

  private static Optional<JobOrder> current(JobId id, Basis base) {
    return Optional.ofNullable(base.registry().reach().jobs().get(id))
        .filter(order -> order.agentGroup().equals(base.requireAgent().id()));
  }

  @Override
  public JsonNode before(JobPayload payload, Basis base) {
    return switch (payload) {
      case Order(JobOrder order) -> new Withdraw(order.id()).toJson();
      // Where there is none it is refused, and there is nothing to put back.
      case Withdraw(JobId id) -> current(id, base).<JobPayload>map(JobKind::anew).orElse(payload)
          .toJson();
    };
  }

  /// A job that has ended does not go on: undoing its end is another job with the same words, as its card says.
  private static Order anew(JobOrder order) {
    return new Order(new JobOrder(order.id(), order.agentGroup(), order.title(), order.description(), order.mode(),
        order.project(), order.grants(), Optional.of("after-" + order.id())));
  }

  @Override
  public List<RegistryEdit> edits(JobPayload payload, Basis base) {
    return switch (payload) {
      case Order(JobOrder order) -> List.of(new RegistryEdit.PutJobOrder(order));
      case Withdraw(JobId id) -> List.of(new RegistryEdit.RemoveJobOrder(id));
    };
  }
}
