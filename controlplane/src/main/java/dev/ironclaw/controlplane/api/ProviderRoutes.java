package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.api.LocalServerView;
import dev.ironclaw.contract.api.ProviderBody;
import dev.ironclaw.contract.api.ProviderTestView;
import dev.ironclaw.contract.api.ProviderView;
import dev.ironclaw.controlplane.modelproxy.ProviderPause;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.modelproxy.UpstreamCheck;
import dev.ironclaw.controlplane.provider.LocalServers;
import dev.ironclaw.controlplane.provider.ProviderRow;
import dev.ironclaw.controlplane.provider.ProviderState;
import dev.ironclaw.controlplane.provider.Providers;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Companies and servers that serve models: what is set, with a key that goes in and never comes out.
final class ProviderRoutes implements Routes {
  private final Providers providers;
  private final Function<String, List<ProviderPause>> pauses;
  private final ApiJson json;

  ProviderRoutes(Providers providers, Function<String, List<ProviderPause>> pauses, ApiJson json) {
    this.providers = providers;
    this.pauses = pauses;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/providers", ctx -> ctx.json(providers.all().stream().map(this::view).toList()),
        ApiRole.ADMIN);
    routes.get("/v1/providers/local/discover", ctx -> ctx.json(LocalServers.look(LocalServers.USUAL).stream()
        .map(found -> new LocalServerView(found.program(), found.endpoint(), found.models())).toList()), ApiRole.ADMIN);
    routes.post("/v1/providers/{name}", this::put, ApiRole.ADMIN);
    routes.post("/v1/providers/{name}/test", this::test, ApiRole.ADMIN);
    routes.post("/v1/providers/{name}/remove",
        ctx -> ctx.json(view(providers.remove(ctx.pathParam("name"), ApiGate.operator(ctx)))), ApiRole.ADMIN);
  }

  private void put(Context ctx) {
    ProviderBody body = json.read(ctx, ProviderBody.class);
    ctx.json(view(providers.put(ctx.pathParam("name"),
        new Providers.Wish(body.key(), body.settings().orElse(Map.of()), body.authority()), ApiGate.operator(ctx))));
  }

  private void test(Context ctx) {
    String name = ctx.pathParam("name");
    ctx.json(providers.test(name, ApiGate.operator(ctx)).map(result -> new ProviderTestView(name,
        word(result.outcome()), detail(providers.one(name), result), result.status(), result.took().toMillis(),
        result.models()))
        .orElseGet(() -> new ProviderTestView(name, "untested",
            "it has no call that costs nothing: the first message to an agent will tell", 0, 0, List.of())));
  }

  private static String detail(ProviderState state, UpstreamCheck.Result result) {
    String where = state.upstream().map(Upstream::base).map(Object::toString).orElse(state.row().title());
    return switch (result.outcome()) {
      case OK -> where + " answers" + (state.key() == ProviderState.Source.NONE ? "" : " and takes the key");
      case KEY_REFUSED -> where + " answers, but refuses the key: give the right one with `ironctl provider add "
          + state.row().keyOf().orElse(state.row().name()) + "`";
      case UNREACHED -> where + " does not answer: is the address right, and does it run?";
      case UNTRUSTED ->
        where + " answers with a certificate that nobody here vouches for: correct its address, or give "
            + "its own authority with --authority";
      case FAILED -> result.status() / 100 == 2
          ? where + " answers, but with too much for a list of models, or not to its end: is the address right?"
          : where + " answers with status " + result.status() + ": look at its settings";
    };
  }

  private ProviderView view(ProviderState state) {
    ProviderRow row = state.row();
    return new ProviderView(row.name(), row.title(), row.dialect().wireName(),
        state.upstream().map(upstream -> upstream.base().toString()), state.upstream().isPresent(), state.missing(),
        word(state.key()), state.keyHint(), row.keyNeeded(), row.keyOf(),
        row.keys().stream().flatMap(key -> key.names().stream()).toList(),
        row.settings().stream().map(setting -> setting(setting, state)).toList(), state.ownAuthority(), state.model(),
        state.usedBy(), row.docs(), pauses.apply(row.name()).stream().map(pause -> new ProviderView.Pause(
            pause.agent().map(AgentGroupId::value), pause.until().toString())).toList());
  }

  private static ProviderView.Setting setting(ProviderRow.SettingRow row, ProviderState state) {
    ProviderState.Setting found = state.settings().getOrDefault(row.name(),
        new ProviderState.Setting("", ProviderState.Source.NONE));
    return new ProviderView.Setting(row.name(), Optional.of(found.value()).filter(value -> !value.isEmpty()),
        word(found.source()), row.names());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
