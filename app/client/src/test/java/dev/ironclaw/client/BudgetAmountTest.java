package dev.ironclaw.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetAmountTest {
  @Test
  void readsBackWhatItWrites() {
    for (long amount : List.of(0L, 1L, 50L, 100L, 150L, 999_999L, 100_000L)) {
      assertThat(BudgetAmount.parse("centsPerDay", BudgetAmount.written("centsPerDay", amount))).contains(amount);
    }
    for (long amount : List.of(0L, 999L, 1_000L, 1_500L, 2_000_000L, 2_500_000L, 1_000_000_000_000L)) {
      assertThat(BudgetAmount.parse("tokensPerMonth", BudgetAmount.written("tokensPerMonth", amount)))
          .contains(amount);
    }
    assertThat(BudgetAmount.written("centsPerDay", 250)).isEqualTo("2.50");
    assertThat(BudgetAmount.written("centsPerDay", 5)).isEqualTo("0.05");
    assertThat(BudgetAmount.parse("tokensPerDay", "1000001m")).as("more than a budget holds").isEmpty();
  }
}
