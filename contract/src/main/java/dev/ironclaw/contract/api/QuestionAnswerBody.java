package dev.ironclaw.contract.api;

/// Body of `POST /v1/questions/{id}/answer`.
///
/// @param answer an option's number from 1, its words, or other words where the question allows them
public record QuestionAnswerBody(String answer) {
  public QuestionAnswerBody {
    Required.field(answer, "answer");
  }
}
