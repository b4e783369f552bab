package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiDocsTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]+) \\| `([^`]+)` \\| ([a-z]+) \\|");

  @TempDir
  private Path state = Path.of("");

  @Test
  void theTableListsTheRoutesThatExistWithTheirScopesAndNoOthers() throws IOException {
    List<String> written = ROW.matcher(Files.readString(docs())).results()
        .map((MatchResult row) -> row.group(1) + " " + row.group(2) + " " + row.group(3)).sorted().toList();
    try (ApiRig rig = new ApiRig(state)) {
      List<String> existing = rig.server.endpoints().stream()
          .map(endpoint -> endpoint.method.name() + " " + endpoint.path + " " + scope(endpoint)).sorted().toList();
      assertThat(written).isEqualTo(existing);
    }
  }

  private static String scope(Endpoint endpoint) {
    Roles roles = endpoint.metadata(Roles.class);
    return roles == null
        ? "none"
        : roles.getRoles().stream().map(role -> role.toString().toLowerCase(Locale.ROOT)).sorted()
            .collect(Collectors.joining(" "));
  }

  private static Path docs() {
    Path here = Path.of("docs/api.md");
    return Files.exists(here) ? here : Path.of("../docs/api.md");
  }
}
