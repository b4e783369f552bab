package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.Problem;
import dev.ironclaw.controlplane.ControlPlane;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// OpenAPI 3.1 of the routes that a server has.
final class OpenApiDocument {
  private static final Pattern PLACE = Pattern.compile("[{<]([a-zA-Z]+)[}>]");

  private final Map<String, OpenApiOperation> table;
  private final OpenApiTypes types = new OpenApiTypes();

  OpenApiDocument(Map<String, OpenApiOperation> table) {
    this.table = table;
  }

  Map<String, Object> of(List<Endpoint> endpoints) {
    Map<String, Object> problem = content("application/problem+json", types.reference(Problem.class));
    Map<String, Object> paths = new LinkedHashMap<>();
    endpoints.stream().sorted(Comparator.comparing((Endpoint endpoint) -> endpoint.path)
        .thenComparing(endpoint -> endpoint.method.name())).forEach(endpoint -> {
          @SuppressWarnings("unchecked") // Made just here.
          Map<String, Object> item = (Map<String, Object>) paths
              .computeIfAbsent(PLACE.matcher(endpoint.path).replaceAll("{$1}"), _ -> new LinkedHashMap<>());
          item.put(endpoint.method.name().toLowerCase(Locale.ROOT), operation(endpoint));
        });
    return OpenApiJson.map("openapi", "3.1.0", "info",
        OpenApiJson.map("title", "IronClaw control plane", "version", ControlPlane.VERSION, "description",
            "Generated from the routes; docs/api.md has the words. The list beside each security requirement is the "
                + "scope that the token needs. Keys of bodies and names of query parameters are taken in any case."),
        "paths", paths, "components",
        OpenApiJson.map("securitySchemes",
            OpenApiJson.map("token", OpenApiJson.map("type", "http", "scheme", "bearer")), "responses",
            OpenApiJson.map("Problem",
                OpenApiJson.map("description", "Refused or failed: RFC 9457", "content", problem)),
            "schemas", types.schemas()));
  }

  private Map<String, Object> operation(Endpoint endpoint) {
    String route = endpoint.method.name() + " " + endpoint.path;
    OpenApiOperation row = table.get(route);
    if (row == null) {
      throw new AssertionError(route + " has no row in OpenApiTable: add one");
    }
    Map<String, Object> operation = OpenApiJson.map("summary", row.summary, "operationId", operationId(route));
    operation.put("security", security(endpoint));
    List<Object> parameters = parameters(endpoint.path, row);
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    row.body.forEach(type -> operation.put("requestBody", OpenApiJson.map("required", true, "content",
        content("application/json", types.reference(type)))));
    Map<String, Object> answers = new LinkedHashMap<>();
    row.answers.forEach((status, answer) -> answers.put(Integer.toString(status), OpenApiJson.map("description",
        status == 503 ? "Not ready" : "Done", "content", content(answer.mediaType(), schema(answer)))));
    answers.put("default", Map.of("$ref", "#/components/responses/Problem"));
    operation.put("responses", answers);
    return operation;
  }

  private Map<String, Object> schema(OpenApiOperation.Answer answer) {
    if (answer.type().isEmpty()) {
      return OpenApiJson.map("type", answer.mediaType().equals("application/json") ? "object" : "string");
    }
    Map<String, Object> reference = types.reference(answer.type().getFirst());
    return answer.list() ? OpenApiTypes.listOf(reference) : reference;
  }

  private static List<Object> parameters(String path, OpenApiOperation row) {
    List<Object> parameters = new ArrayList<>();
    PLACE.matcher(path).results().forEach(place -> parameters.add(OpenApiJson.map("name", place.group(1), "in", "path",
        "required", true, "schema", Map.of("type", "string"))));
    row.query.forEach(query -> parameters.add(OpenApiJson.map("name", query.name(), "in", "query", "required",
        query.required(), "schema", Map.of("type", query.type()))));
    return parameters;
  }

  private static List<Object> security(Endpoint endpoint) {
    Roles roles = endpoint.metadata(Roles.class);
    List<Object> needed = new ArrayList<>();
    if (roles != null) {
      roles.getRoles().forEach(role -> ((ApiRole) role).needed()
          .ifPresent(scope -> needed.add(Map.of("token", List.of(scope.wireName())))));
    }
    return needed;
  }

  private static Map<String, Object> content(String mediaType, Map<String, Object> schema) {
    return OpenApiJson.map(mediaType, Map.of("schema", schema));
  }

  /// `GET /v1/changes/{id}` as `getChangesId`.
  private static String operationId(String route) {
    StringBuilder id = new StringBuilder();
    for (String word : route.replace("/v1/", "/").split("[^A-Za-z]+")) {
      String lower = id.isEmpty() ? word.toLowerCase(Locale.ROOT) : word;
      id.append(id.isEmpty() ? lower : lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1));
    }
    return id.toString();
  }
}
