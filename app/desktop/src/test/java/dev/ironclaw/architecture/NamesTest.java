package dev.ironclaw.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NamesTest {
  private final JavaClasses classes = House.classes();
  private final JavaClasses wrong = House.wrongClasses();

  @Test
  void noNameIsAnEmptyWord() {
    assertThat(new Names(House.REAL).emptyWords(classes)).isEmpty();
  }

  @Test
  void anEmptyWordIsFound() {
    assertThat(new Names(House.WRONG).emptyWords(wrong))
        .containsExactly(House.WRONG + ".controlplane.router.RouteManager");
  }

  @Test
  void noAccessorSaysGet() {
    assertThat(new Names(House.REAL).getters(classes)).isEmpty();
  }

  @Test
  void aGetterIsFoundAndAnInheritedOneIsNot() {
    assertThat(new Names(House.WRONG).getters(wrong))
        .containsExactly(House.WRONG + ".controlplane.router.RouteManager.getRoute()");
  }
}
