package dev.ironclaw.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class NamesTest {
  private static JavaClasses classes;
  private static JavaClasses wrong;

  @BeforeAll
  static void load() {
    classes = House.classes();
    wrong = House.wrongClasses();
  }

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
