package dev.ironclaw.architecture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OrderTest {
  private final JavaClasses classes = House.classes();
  private final JavaClasses wrong = House.wrongClasses();

  @Test
  void controlPlanePackagesHaveNoCycle() {
    holdsAndBites(Order::controlPlanePackagesHaveNoCycle, "controlplane.router.Upward");
  }

  @Test
  void sandboxPackagesHaveNoCycle() {
    holdsAndBites(Order::sandboxPackagesHaveNoCycle, "sandbox.loop.Round");
  }

  @Test
  void nobodyCallsTheRootPackage() {
    holdsAndBites(Order::nobodyCallsTheRootPackage, "controlplane.router.Upward");
  }

  private void holdsAndBites(Function<Order, ArchRule> rule, String offender) {
    rule.apply(new Order(House.REAL)).check(classes);
    assertThatThrownBy(() -> rule.apply(new Order(House.WRONG)).check(wrong)).as("the rule bites")
        .isInstanceOf(AssertionError.class).hasMessageContaining(offender);
  }
}
