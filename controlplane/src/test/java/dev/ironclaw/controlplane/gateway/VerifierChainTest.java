package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.controlplane.registry.AgentGroup;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VerifierChainTest {
  private static final AgentGroup BASE = new AgentGroup(GatewayRig.AGENT, 1, "mock-agent", "mock-agent", "mock",
      "mock-1", Persona.EMPTY, List.of("list_dir"));
  private static final Payload PAYLOAD = new EnabledToolsPayload(List.of());

  @Test
  void theHumanFloorIsTheLastOfTheStandardChain() {
    assertThat(VerifierChain.standard().verifiers().getLast()).isInstanceOf(HumanFloor.class);
  }

  @Test
  void noChainCanBeMadeWithoutTheHumanFloorAtItsEnd() {
    assertThatThrownBy(() -> new VerifierChain(List.of())).isInstanceOf(IronclawException.class);
    assertThatThrownBy(() -> new VerifierChain(List.of(new HumanFloor(), new PersonaVerifier())))
        .hasMessageContaining("human floor must be the last");
  }

  @Test
  void oneThatAsksForAHumanDoesNotSilenceOneThatRejects() {
    VerifierChain chain = new VerifierChain(
        List.of(new Fixed("early", new Verdict.RequireHuman()), new Fixed("late", new Verdict.Reject("no")),
            new HumanFloor()));

    assertThat(chain.verify(PAYLOAD, BASE)).contains(new VerifierChain.Rejection("late", "no"));
  }

  @Test
  void theFirstRejectionIsTheOneThatIsTold() {
    VerifierChain chain = new VerifierChain(List.of(new Fixed("a", new Verdict.Reject("first")),
        new Fixed("b", new Verdict.Reject("second")), new HumanFloor()));

    assertThat(chain.verify(PAYLOAD, BASE)).contains(new VerifierChain.Rejection("a", "first"));
  }

  @Test
  void aVerifierThatBreaksHasRejected() {
    Verifier broken = new Verifier() {
      @Override
      public String name() {
        return "broken";
      }

      @Override
      public Verdict verify(Payload payload, AgentGroup base) {
        throw new IllegalStateException("bug");
      }
    };

    assertThat(new VerifierChain(List.of(broken, new HumanFloor())).verify(PAYLOAD, BASE))
        .hasValueSatisfying(rejection -> assertThat(rejection.reason()).contains("could not be made"));
  }

  /// Pure means: no state, and nothing called that could answer differently tomorrow.
  @Test
  void verifiersHaveNoStateAndReachNothingButValues() {
    JavaClasses classes = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("dev.ironclaw.controlplane.gateway");
    Set<JavaClass> verifiers = classes.stream().filter(type -> type.isAssignableTo(Verifier.class))
        .filter(type -> !type.isInterface()).collect(Collectors.toSet());

    assertThat(verifiers).extracting(JavaClass::getSimpleName).containsExactlyInAnyOrder("PersonaVerifier",
        "EnabledToolsVerifier", "HumanFloor");
    Set<String> values = Set.of("Verdict", "Payload", "PersonaPayload", "EnabledToolsPayload", "PersonaApplier",
        "AgentGroup", "Persona", "BoxConfig");
    for (JavaClass verifier : verifiers) {
      assertThat(verifier.getFields()).filteredOn(field -> !field.getModifiers().contains(JavaModifier.STATIC))
          .as(verifier.getName()).isEmpty();
      assertThat(verifier.getDirectDependenciesFromSelf()).as(verifier.getName())
          .extracting(dependency -> dependency.getTargetClass())
          .filteredOn(type -> !type.getPackageName().startsWith("java.lang")
              && !type.getPackageName().equals("java.util") && !type.isAssignableTo(Verifier.class))
          .extracting(type -> type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName())
          .allMatch(name -> values.contains(name) || List.of("Pass", "Reject", "RequireHuman").contains(name));
    }
  }

  private record Fixed(String name, Verdict verdict) implements Verifier {
    @Override
    public Verdict verify(Payload payload, AgentGroup base) {
      return verdict;
    }
  }
}
