package dev.ironclaw.contract.api;

import java.util.List;

/// What is set up for a first conversation and what is not.
///
/// @param ok nothing stands in the way of one
public record OnboardView(List<StepView> steps, boolean ok) {
  public OnboardView {
    steps = List.copyOf(steps);
  }

  /// One thing that is needed.
  ///
  /// @param status `ok`, `action` (something to do) or `failed`
  public record StepView(String name, String status, String detail) {}
}
