package dev.ironclaw.contract.api;

/// Body of `POST /v1/usage/questions/{id}/answer`.
///
/// @param answer `go-on`, or `stop` until the period is over
public record BudgetAnswerBody(String answer) {
  public BudgetAnswerBody {
    Required.field(answer, "answer");
  }
}
