package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.BudgetView;
import dev.ironclaw.contract.api.UsageView;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.usage.BudgetState;
import dev.ironclaw.controlplane.usage.Meter;
import dev.ironclaw.controlplane.usage.Tokens;
import dev.ironclaw.controlplane.usage.UsageGroup;
import dev.ironclaw.controlplane.usage.UsageSum;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What model calls came to, and how far budgets are used up.
final class UsageRoutes implements Routes {
  private static final long NANOS_A_MICRO = 1_000;

  private final Meter meter;
  private final Registry registry;
  private final Clock clock;

  UsageRoutes(Meter meter, Registry registry, Clock clock) {
    this.meter = meter;
    this.registry = registry;
    this.clock = clock;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/usage", this::usage, ApiRole.READ);
    routes.get("/v1/usage/budgets", this::budgets, ApiRole.READ);
  }

  private void usage(Context ctx) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate to = day(ctx, "to").orElse(today);
    LocalDate from = day(ctx, "from").orElse(to.withDayOfMonth(1));
    if (from.isAfter(to)) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "from is after to");
    }
    UsageGroup group = group(Query.text(ctx, "group").orElse("agent"));
    Optional<AgentGroupId> agent = Query.text(ctx, "agent").map(AgentGroupId::new);
    UsageView.Row total = meter.sums(UsageGroup.DAY, agent, from, to).stream().reduce(UsageRoutes::plus)
        .map(UsageRoutes::row).orElse(row(new UsageSum("", 0, 0, new Tokens(0, 0, 0, 0), 0, 0, 0)));
    ctx.json(new UsageView(from.toString(), to.toString(), group.name().toLowerCase(Locale.ROOT), meter.pricesAsOf(),
        meter.sums(group, agent, from, to).stream().map(UsageRoutes::row).toList(), total));
  }

  private static Optional<LocalDate> day(Context ctx, String name) {
    return Query.text(ctx, name).map(text -> {
      try {
        return LocalDate.parse(text);
      } catch (DateTimeParseException e) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, name + " must be a day as 2026-11-21", e);
      }
    });
  }

  private static UsageGroup group(String name) {
    return Arrays.stream(UsageGroup.values()).filter(group -> group.name().equalsIgnoreCase(name)).findFirst()
        .orElseThrow(() -> new IronclawException(ErrorCode.INVALID_REQUEST, "group \"" + VisibleText.brief(name)
            + "\" is none of " + Arrays.stream(UsageGroup.values()).map(group -> group.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "))));
  }

  private static UsageSum plus(UsageSum one, UsageSum other) {
    return new UsageSum("", one.calls() + other.calls(), one.failed() + other.failed(),
        one.tokens().plus(other.tokens()), one.nanos() + other.nanos(), one.estimated() + other.estimated(),
        one.unpriced() + other.unpriced());
  }

  private static UsageView.Row row(UsageSum sum) {
    Tokens tokens = sum.tokens();
    return new UsageView.Row(sum.key(), sum.calls(), sum.failed(), tokens.input(), tokens.cacheRead(),
        tokens.cacheWrite(), tokens.output(), Math.ceilDiv(sum.nanos(), NANOS_A_MICRO), sum.estimated(),
        sum.unpriced());
  }

  private void budgets(Context ctx) {
    Optional<AgentGroupId> only = Query.text(ctx, "agent").map(AgentGroupId::new);
    List<AgentGroup> agents = only.map(id -> List.of(registry.agentGroup(id).orElseThrow(
        () -> new IronclawException(ErrorCode.NOT_FOUND, "there is no agent " + id)))).orElseGet(registry::agentGroups);
    ctx.json(agents.stream().map(agent -> new BudgetView(agent.id().value(), agent.name(),
        meter.states(agent.id()).stream().map(UsageRoutes::limit).toList())).toList());
  }

  private static BudgetView.LimitView limit(BudgetState state) {
    return new BudgetView.LimitView(state.span().wireName(), state.limit().soft(), state.limit().warnsAt(),
        state.limit().hard(), state.used(), state.reserved(), state.period());
  }
}
