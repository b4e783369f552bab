package dev.ironclaw.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Design: the walls between modules.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModuleWallsTest {
  private final JavaClasses classes = House.classes();
  private final JavaClasses wrong = House.wrongClasses();

  @Test
  void seesEveryModule() {
    for (String module : House.MODULES) {
      if (Files.isDirectory(House.root().resolve(module).resolve("src/main/java"))) {
        String name = House.REAL + "." + module.replace("app/", "");
        assertThat(classes).as(module).anyMatch(type -> type.getPackageName().startsWith(name));
      }
    }
    assertThat(classes).as("controlplane").anyMatch(type -> type.getName().endsWith(".controlplane.gateway.Gateway"));
  }

  @Test
  void contractDependsOnJavaAlone() {
    holdsAndBites(Walls::contractDependsOnJavaAlone, "contract.Word");
  }

  @Test
  void sandboxSeesContractOnly() {
    holdsAndBites(Walls::sandboxSeesContractOnly, "sandbox.Agent");
  }

  @Test
  void clientSeesContractOnly() {
    holdsAndBites(Walls::clientSeesContractOnly, "client.Client");
  }

  @Test
  void ironctlSeesClientAndContract() {
    holdsAndBites(Walls::ironctlSeesClientAndContract, "ironctl.Command");
  }

  @Test
  void desktopSeesClient() {
    holdsAndBites(Walls::desktopSeesClient, "desktop.Window");
  }

  @Test
  void onlyTheEmbeddingNamesTheControlPlane() {
    holdsAndBites(Walls::onlyTheEmbeddingNamesTheControlPlane, "desktop.Window");
  }

  @Test
  void controlPlaneSeesNoFaceAndNoBox() {
    holdsAndBites(Walls::controlPlaneSeesNoFaceAndNoBox, "controlplane.router.Upward");
  }

  @Test
  void ourJacksonIsThree() {
    holdsAndBites(Walls::ourJacksonIsThree, "contract.Word");
  }

  @Test
  void onlyTheEngineNamesDockerJava() {
    holdsAndBites(Walls::onlyTheEngineNamesDockerJava, "controlplane.router.Upward");
  }

  @Test
  void contractRequiresJavaBaseAlone() throws IOException {
    try (InputStream descriptor = Files
        .newInputStream(House.root().resolve("contract/target/classes/module-info.class"))) {
      assertThat(required(ModuleDescriptor.read(descriptor))).containsExactly("java.base");
    }
    ModuleDescriptor greedy = ModuleDescriptor.newModule("greedy").requires("java.sql").build();
    assertThat(required(greedy)).isNotEqualTo(List.of("java.base"));
  }

  private static List<String> required(ModuleDescriptor module) {
    return module.requires().stream().map(ModuleDescriptor.Requires::name).sorted().toList();
  }

  private void holdsAndBites(Function<Walls, ArchRule> rule, String offender) {
    rule.apply(new Walls(House.REAL)).check(classes);
    assertThatThrownBy(() -> rule.apply(new Walls(House.WRONG)).check(wrong)).as("the rule bites")
        .isInstanceOf(AssertionError.class).hasMessageContaining(House.WRONG + "." + offender);
  }
}
