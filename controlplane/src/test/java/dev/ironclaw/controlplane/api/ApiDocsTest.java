package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiDocsTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]+) \\| `([^`]+)` \\|");

  @TempDir
  private Path state = Path.of("");

  @Test
  void theTableListsTheRoutesThatExistAndNoOthers() throws IOException {
    List<String> written = ROW.matcher(Files.readString(docs())).results()
        .map((MatchResult row) -> row.group(1) + " " + row.group(2)).sorted().toList();
    try (ApiRig rig = new ApiRig(state)) {
      List<String> existing = rig.server.endpoints().stream()
          .map(endpoint -> endpoint.method.name() + " " + endpoint.path).sorted().toList();
      assertThat(written).isEqualTo(existing);
    }
  }

  private static Path docs() {
    Path here = Path.of("docs/api.md");
    return Files.exists(here) ? here : Path.of("../docs/api.md");
  }
}
