package dev.ironclaw.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The documents under `docs/flows` tell what the classes do.
final class FlowDocTest {
  private static final Path FLOWS = House.root().resolve("docs/flows");

  @Test
  void theFlowsAreWhatTheClassesDo() throws IOException {
    JavaClasses classes = House.classes();
    List<Path> documents;
    try (Stream<Path> files = Files.list(FLOWS)) {
      documents = files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
    assertThat(documents).as("flow documents").contains(FLOWS.resolve("message.md"));
    List<String> untrue = new ArrayList<>();
    for (Path document : documents) {
      Flow flow = Flow.parse(Files.readString(document));
      assertThat(flow.names()).as("steps of " + document.getFileName()).hasSizeGreaterThan(5);
      flow.untrue(classes).forEach(fault -> untrue.add(document.getFileName() + ": " + fault));
    }
    assertThat(untrue).isEmpty();
  }

  @Test
  void aClassThatIsGoneIsFound() {
    assertThat(untrue("1. `Walls` holds\n2. `Vanished` was here\n")).contains("Vanished: no such class");
  }

  @Test
  void strangersAreFound() {
    assertThat(untrue("1. `Walls` holds\n2. `SourcesTest.real` reads\n"))
        .containsExactly("Walls → SourcesTest: neither knows the other");
  }

  @Test
  void neighboursInEitherDirectionPass() {
    assertThat(untrue("1. `ModuleWallsTest` calls\n2. `Walls` holds\n3. `Doors` asks\n")).isEmpty();
  }

  @Test
  void aBorderParts() {
    assertThat(untrue("1. `Walls` holds\n\n‖ another process\n\n2. `SourcesTest` reads\n")).isEmpty();
  }

  private static List<String> untrue(String text) {
    return Flow.parse(text).untrue(new ClassFileImporter().importPackages("dev.ironclaw.architecture"));
  }
}
