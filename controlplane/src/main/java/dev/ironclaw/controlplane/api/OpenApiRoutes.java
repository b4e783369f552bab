package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The API's own description, `docs/openapi.json`, which a test holds to the routes.
final class OpenApiRoutes implements Routes {
  private static final String RESOURCE = "openapi.json";

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/openapi.json", OpenApiRoutes::document, ApiRole.READ);
  }

  private static void document(Context ctx) throws IOException {
    try (InputStream in = OpenApiRoutes.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IronclawException(ErrorCode.INTERNAL, "read " + RESOURCE + ": not on the class path; reinstall");
      }
      ctx.contentType("application/json").result(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
