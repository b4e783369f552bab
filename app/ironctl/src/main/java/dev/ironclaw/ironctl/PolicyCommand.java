package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.PolicyView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The rules of deciding. Every edit is a change of the kind `policy`: its card is shown and approved as any other's.
@Command(name = "policy", description = "The rules of deciding: what needs whom, and what needs nobody. Each edit shows "
    + "its card and is a change that a human approves.", synopsisSubcommandLabel = "COMMAND")
final class PolicyCommand {
  private final Console console;

  PolicyCommand(Console console) {
    this.console = console;
  }

  @Command(name = "auto", description = "Lets changes of a kind take effect without a human. Never for create_agent, "
      + "mounts, policy or anything red.")
  int auto(
      @Option(names = "--kind", paramLabel = "KIND", required = true, description = "For example persona.") String kind,
      @Option(names = "--agent", paramLabel = "AGENT", description = "Only for this one. Default: every agent, those too "
          + "that come later.") @Nullable String agent,
      @Option(names = "--up-to", paramLabel = "RISK", defaultValue = "green", description = "green or amber. Default: "
          + "${DEFAULT-VALUE}.") String upTo,
      @Mixin ActOptions options) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("kind", kind);
    Optional.ofNullable(agent).ifPresent(id -> rule.put("agent", id));
    rule.put("upTo", upTo);
    return edit(policy -> policy.add("autoApprove", rule), options);
  }

  @Command(name = "auto-remove", description = "Takes a rule of auto away: a human decides again.")
  int autoRemove(@Parameters(paramLabel = "N", description = "Its number in policy show.") int number,
      @Mixin ActOptions options) {
    return edit(policy -> policy.remove("autoApprove", number), options);
  }

  @Command(name = "deciders", description = "Says who alone may approve some changes. Several rules about one thing add "
      + "up; rejecting stays free; the policy itself is for every token with the scope admin.")
  int deciders(
      @Option(names = "--operator", paramLabel = "NAME", required = true, split = ",", description = "Names of tokens, or local; several with commas.") List<String> operators,
      @Option(names = "--kind", paramLabel = "KIND", split = ",", description = "Only for these kinds.") @Nullable List<String> kinds,
      @Option(names = "--agent", paramLabel = "AGENT", split = ",", description = "Only for these agents.") @Nullable List<String> agents,
      @Mixin ActOptions options) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("operators", operators);
    rule.put("kinds", words(kinds));
    rule.put("agents", words(agents));
    return edit(policy -> policy.add("deciders", rule), options);
  }

  @Command(name = "deciders-remove", description = "Takes a rule of deciders away.")
  int decidersRemove(@Parameters(paramLabel = "N", description = "Its number in policy show.") int number,
      @Mixin ActOptions options) {
    return edit(policy -> policy.remove("deciders", number), options);
  }

  @Command(name = "set", description = "Replaces the whole policy; what the document leaves out is off.")
  int set(@Parameters(paramLabel = "JSON", description = "The document, or @FILE.") String document,
      @Mixin ActOptions options) {
    Object whole = Payload.parse(document);
    try (ControlPlaneClient client = console.connection().open()) {
      return submit(client, whole, options);
    }
  }

  @Command(name = "show", description = "The rules in force, and who set them in which change.")
  int show() {
    try (ControlPlaneClient client = console.connection().open()) {
      PolicyView policy = client.policy();
      if (console.json()) {
        console.output().json(policy);
      } else {
        policy.fault().ifPresent(why -> console.output().line("NOTHING BUT THE POLICY CAN BE APPROVED: what is stored "
            + "can't be trusted, " + why + ". Below is what a human decided last; `ironctl policy set` sets it anew."));
        policy.sentences().forEach(console.output()::line);
        policy.gaps().forEach(gap -> console.output().line("WARNING: " + gap + "."));
        console.output().line(policy.setBy()
            .map(by -> "Set by " + by + " in change " + policy.changeId().orElse("?") + ".")
            .orElse("This is the default: nobody has set anything else."));
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "step-up", description = "Says which approvals take a one-time code; without options none. Set up your "
      + "own first: ironctl step-up enroll")
  int stepUp(
      @Option(names = "--risk", paramLabel = "RISK", split = ",", description = "green, amber, red.") @Nullable List<String> risks,
      @Option(names = "--kind", paramLabel = "KIND", split = ",", description = "These kinds whatever their risk.") @Nullable List<String> kinds,
      @Mixin ActOptions options) {
    return edit(policy -> policy.set("stepUp", demand(risks, kinds)), options);
  }

  @Command(name = "two-people", description = "Says what two different people must approve; without options nothing.")
  int twoPeople(
      @Option(names = "--risk", paramLabel = "RISK", split = ",", description = "green, amber, red.") @Nullable List<String> risks,
      @Option(names = "--kind", paramLabel = "KIND", split = ",", description = "These kinds whatever their risk.") @Nullable List<String> kinds,
      @Mixin ActOptions options) {
    return edit(policy -> policy.set("twoPeople", demand(risks, kinds)), options);
  }

  @Command(name = "wait", description = "How long a request waits for an answer before that is a no; without a time as "
      + "the control plane was started with.")
  int patience(
      @Parameters(paramLabel = "TIME", arity = "0..1", description = "For example 30m, 4h, 2d.") @Nullable String time,
      @Mixin ActOptions options) {
    return edit(policy -> time == null
        ? policy.clear("waitSeconds")
        : policy.set("waitSeconds", Span.parse("TIME", time).toSeconds()), options);
  }

  private static Map<String, Object> demand(@Nullable List<String> risks, @Nullable List<String> kinds) {
    return Map.of("risks", words(risks), "kinds", words(kinds));
  }

  private static List<String> words(@Nullable List<String> words) {
    return words == null ? List.of() : words;
  }

  private int edit(UnaryOperator<PolicyDocument> edit, ActOptions options) {
    try (ControlPlaneClient client = console.connection().open()) {
      return submit(client, edit.apply(new PolicyDocument(client.policy().document())).whole(), options);
    }
  }

  private int submit(ControlPlaneClient client, Object document, ActOptions options) {
    ChangeDecision decision = new ChangeDecision(console, options.code);
    ChangeSubmitBody change = ChangeSubmitBody.of(Optional.empty(), "policy", "", document, options.reason());
    return options.ask
        ? decision.asked(client.submit(change))
        : decision.submit(client, change, options.yes);
  }
}
