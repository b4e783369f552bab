package dev.ironclaw.controlplane.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.IronclawException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VerifierChainTest {
  private static final Asked<?> ASKED = Asked.parse(ChangeKind.ENABLED_TOOLS, BasisFixture.json("[]"),
      BasisFixture.of(BasisFixture.agent(1)));

  @Test
  void theHumanFloorIsTheLastOfTheStandardChain() {
    assertThat(VerifierChain.standard().verifiers().getLast()).isInstanceOf(HumanFloor.class);
  }

  @Test
  void noChainCanBeMadeWithoutTheHumanFloorAtItsEnd() {
    assertThatThrownBy(() -> new VerifierChain(List.of())).isInstanceOf(IronclawException.class);
    assertThatThrownBy(() -> new VerifierChain(List.of(new HumanFloor(), new KindVerifier())))
        .hasMessageContaining("human floor must be the last");
  }

  @Test
  void oneThatAsksForAHumanDoesNotSilenceOneThatRejects() {
    VerifierChain chain = new VerifierChain(
        List.of(new Fixed("early", new Verdict.RequireHuman()), new Fixed("late", new Verdict.Reject("no")),
            new HumanFloor()));

    assertThat(chain.verify(ASKED)).contains(new VerifierChain.Rejection("late", "no"));
  }

  @Test
  void theFirstRejectionIsTheOneThatIsTold() {
    VerifierChain chain = new VerifierChain(List.of(new Fixed("a", new Verdict.Reject("first")),
        new Fixed("b", new Verdict.Reject("second")), new HumanFloor()));

    assertThat(chain.verify(ASKED)).contains(new VerifierChain.Rejection("a", "first"));
  }

  @Test
  void aVerifierThatBreaksHasRejected() {
    Verifier broken = new Verifier() {
      @Override
      public String name(Asked<?> asked) {
        return "broken";
      }

      @Override
      public Verdict verify(Asked<?> asked) {
        throw new IllegalStateException("bug");
      }
    };

    assertThat(new VerifierChain(List.of(broken, new HumanFloor())).verify(ASKED))
        .hasValueSatisfying(rejection -> assertThat(rejection.reason()).contains("could not be made"));
  }

  /// Pure means: no state, and nothing called that could answer differently tomorrow.
  @Test
  void kindsAndVerifiersHaveNoStateAndReachNothingButValues() {
    JavaClasses classes = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("dev.ironclaw.controlplane.kind");
    Set<JavaClass> rules = classes.stream()
        .filter(type -> type.isAssignableTo(Verifier.class) || type.isAssignableTo(Kind.class))
        .filter(type -> !type.isInterface()).collect(Collectors.toSet());

    assertThat(rules).hasSize(2 + ChangeKind.values().length);
    for (JavaClass rule : rules) {
      assertThat(rule.getFields()).filteredOn(field -> !field.getModifiers().contains(JavaModifier.STATIC))
          .as(rule.getName()).isEmpty();
    }
    for (JavaClass type : classes) {
      assertThat(type.getDirectDependenciesFromSelf()).as(type.getName())
          .extracting(dependency -> dependency.getTargetClass().getName())
          .noneMatch(name -> name.startsWith("java.sql")
              || (name.startsWith("java.net") && !name.equals("java.net.IDN")) || name.startsWith("java.io.")
              || name.equals("java.nio.file.Files") || name.endsWith("Random") || name.endsWith(".Clock")
              || name.endsWith("SecureRandom") || name.endsWith("registry.Registry"));
    }
  }

  private record Fixed(String word, Verdict verdict) implements Verifier {
    @Override
    public String name(Asked<?> asked) {
      return word;
    }

    @Override
    public Verdict verify(Asked<?> asked) {
      return verdict;
    }
  }
}
