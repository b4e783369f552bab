package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.ModelChoiceView;
import dev.ironclaw.controlplane.catalog.Catalog;
import dev.ironclaw.controlplane.kind.HostFacts;
import dev.ironclaw.controlplane.kind.HostFacts.ModelChoice;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.TreeMap;

/// What a new agent can be made of.
final class CatalogRoutes implements Routes {
  private final Catalog catalog;
  private final HostFacts host;

  CatalogRoutes(Catalog catalog, HostFacts host) {
    this.catalog = catalog;
    this.host = host;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/ui/tools", ctx -> ctx.json(catalog.tools()), ApiRole.READ);
    routes.get("/v1/ui/templates", ctx -> ctx.json(catalog.templates()), ApiRole.READ);
    routes.get("/v1/ui/persona-sections", ctx -> ctx.json(catalog.personaSections()), ApiRole.READ);
    routes.get("/v1/ui/models", ctx -> ctx.json(models()), ApiRole.READ);
  }

  /// By name.
  private List<ModelChoiceView> models() {
    return new TreeMap<>(host.upstreams().get()).entrySet().stream()
        .map(row -> new ModelChoiceView(row.getKey(), host.standardModel()
            .filter(standard -> standard.provider().equals(row.getKey())).map(ModelChoice::model)
            .or(() -> row.getValue().model())))
        .toList();
  }
}
