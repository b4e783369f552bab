package dev.ironclaw.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DocumentsTest {
  @TempDir
  Path folder;

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    Documents real = new Documents(House.root());
    assertThat(real.files()).hasSizeGreaterThan(2);
    assertThat(real.deadLinks()).isEmpty();
  }

  @Test
  void aDeadLinkIsFound() throws IOException {
    write("docs/here.md", "[there](gone.md#part) [self](here.md) [web](https://example.org/gone.md)\n");
    assertThat(new Documents(folder).deadLinks()).containsExactly("docs/here.md: gone.md");
  }

  @Test
  void everyCommandIsOneThatTheScriptKnows() throws IOException {
    assertThat(new Documents(House.root()).unknownCommands(scriptHelp())).isEmpty();
  }

  @Test
  void anInventedCommandIsFound() throws IOException {
    write("docs/here.md", "```\n./ironclaw demo\n./ironclaw conjure --now\n```\n");
    assertThat(new Documents(folder).unknownCommands(scriptHelp()))
        .containsExactly("docs/here.md: ./ironclaw conjure --now");
  }

  @Test
  void everyTestThatHoldsAWallExists() throws IOException {
    List<Path> folders = House.MODULES.stream().map(module -> House.root().resolve(module).resolve("src/test/java"))
        .filter(Files::isDirectory).toList();
    assertThat(new Documents(House.root()).missingTests(folders)).isEmpty();
  }

  @Test
  void anInventedTestIsFound() throws IOException {
    write("docs/threat-model.md", "`RealTest` `RealTest.holds` `RealTest.wishes` `WishedIT`\n");
    write("docs/adr/1.md", "`WishedTest`\n");
    write("docs/else.md", "`XTest`\n");
    write("src/RealTest.java", "class RealTest {\n  void holds() {}\n}\n");
    assertThat(new Documents(folder).missingTests(List.of(folder.resolve("src")))).containsExactlyInAnyOrder(
        "docs/threat-model.md: `RealTest.wishes`", "docs/threat-model.md: `WishedIT`", "docs/adr/1.md: `WishedTest`");
  }

  @Test
  void thePackagesAreThoseOfTheArchitecture() throws IOException {
    String architecture = Files.readString(House.root().resolve("docs/architecture.md"));
    assertThat(Documents.packageRows(architecture)).containsExactlyInAnyOrderElementsOf(Sources.real().packages());
  }

  @Test
  void rowsAreReadUnderTheirModule() {
    assertThat(Documents.packageRows("""
        | `stray` | under no module |
        ### `controlplane`
        | Package | What |
        | `router` | decides |
        ## Else
        | `stray` | again |
        """)).containsExactly("controlplane/router");
  }

  private static String scriptHelp() throws IOException {
    String script = Files.readString(House.root().resolve("ironclaw"));
    int start = script.indexOf("<<'HELP'");
    return script.substring(start, script.indexOf("\nHELP\n", start));
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
