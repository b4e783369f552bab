package dev.ironclaw.architecture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Design: one door each.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DoorsTest {
  private final JavaClasses classes = House.classes();
  private final JavaClasses wrong = House.wrongClasses();

  @Test
  void processesStartInOnePlace() {
    holdsAndBites(Doors::processesStartInOnePlace, "new ProcessBuilder", "ProcessBuilder.start", "Runtime.exec");
  }

  @Test
  void sqlIsSpokenByStores() {
    holdsAndBites(Doors::sqlIsSpokenByStores, "PreparedStatement");
  }

  @Test
  void theRegistryIsWrittenThroughTheGateway() {
    holdsAndBites(Doors::theRegistryIsWrittenThroughTheGateway, "Registry.putRole");
  }

  @Test
  void theEnvironmentIsReadInOnePlaceOfEachProgram() {
    holdsAndBites(Doors::theEnvironmentIsReadInOnePlaceOfEachProgram, "getenv");
  }

  @Test
  void theTerminalBelongsToMainsAndOutput() {
    holdsAndBites(Doors::theTerminalBelongsToMainsAndOutput, "System.out", "System.err");
  }

  @Test
  void nobodyReflects() {
    holdsAndBites(Doors::nobodyReflects, "java.lang.reflect.Method", "Class.forName");
  }

  @Test
  void nothingStaticChanges() {
    holdsAndBites(Doors::nothingStaticChanges, "changing");
  }

  private void holdsAndBites(Function<Doors, ArchRule> rule, String... evidence) {
    rule.apply(new Doors(House.REAL)).check(classes);
    assertThatThrownBy(() -> rule.apply(new Doors(House.WRONG)).check(wrong)).as("the rule bites")
        .isInstanceOf(AssertionError.class).hasMessageContaining(House.WRONG + ".controlplane.router.EveryDoor")
        .satisfies(broken -> {
          for (String part : evidence) {
            org.assertj.core.api.Assertions.assertThat(broken.getMessage().replace("java.lang.", ""))
                .contains(part.replace("java.lang.", "").replace("new ", ""));
          }
        });
  }
}
