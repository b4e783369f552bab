package dev.ironclaw.controlplane.api;

import io.javalin.config.RoutesConfig;

/// The HTTP handlers of one noun. To add one: a new `*Routes`, a line in [ApiServer], a row in `docs/api.md`.
interface Routes {
  void addTo(RoutesConfig routes);
}
