package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.SettingView;
import io.javalin.config.RoutesConfig;
import java.util.List;

/// The settings in force. They are read at start, so nothing here changes one.
final class ConfigRoutes implements Routes {
  private final List<SettingView> settings;

  ConfigRoutes(List<SettingView> settings) {
    this.settings = List.copyOf(settings);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/config", ctx -> ctx.json(settings), ApiRole.READ);
  }
}
