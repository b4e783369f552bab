package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.OnboardView;
import dev.ironclaw.contract.api.OnboardView.StepView;
import dev.ironclaw.controlplane.isolation.RuntimeReport;
import dev.ironclaw.controlplane.router.Router;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a first conversation needs and whether it is there, as this control plane runs. Sets nothing up.
final class OnboardRoutes implements Routes {
  private static final String OK = "ok";
  private static final String ACTION = "action";
  private static final String FAILED = "failed";

  private final ApiParts parts;
  private final Readiness readiness;

  OnboardRoutes(ApiParts parts, Readiness readiness) {
    this.parts = parts;
    this.readiness = readiness;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/ui/onboard", ctx -> ctx.json(view()), ApiRole.READ);
  }

  private OnboardView view() {
    List<StepView> steps = List.of(runtime(), model(), agent(),
        new StepView("channel", OK, Router.WEBCHAT + ": the app's own chat, and `ironctl chat`"), verify());
    return new OnboardView(steps, steps.stream().allMatch(step -> step.status().equals(OK)));
  }

  private StepView runtime() {
    RuntimeReport runtime = parts.sessions().runtime();
    String name = runtime.name() + " " + runtime.version() + " on " + runtime.platform();
    return runtime.usable()
        ? new StepView("runtime", OK, String.join("; ", with(name, runtime.warnings())))
        : new StepView("runtime", FAILED, String.join("; ", with(name, runtime.problems())));
  }

  private static List<String> with(String first, List<String> rest) {
    return Stream.concat(Stream.of(first), rest.stream()).toList();
  }

  private StepView model() {
    List<String> providers = parts.host().providers().stream().sorted().toList();
    return providers.isEmpty()
        ? new StepView("model", ACTION, "no model upstream is set up")
        : new StepView("model", OK, "upstreams: " + String.join(", ", providers));
  }

  private StepView agent() {
    int agents = parts.registry().agentGroups().size();
    return agents == 0
        ? new StepView("agent", ACTION, "there is none: ironctl agent create")
        : new StepView("agent", OK, agents == 1 ? "1 agent" : agents + " agents");
  }

  private StepView verify() {
    Optional<String> notReady = readiness.notReady();
    return notReady.map(why -> new StepView("verify", FAILED, why))
        .orElseGet(() -> new StepView("verify", OK, "ready; try the walls with ironctl doctor --sandbox"));
  }
}
