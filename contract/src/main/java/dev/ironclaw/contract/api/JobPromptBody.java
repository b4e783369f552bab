package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `POST /api/jobs/{id}/prompt`.
///
/// @param done whether it shall end after that; not when left out
public record JobPromptBody(String content, Optional<Boolean> done) {
  public JobPromptBody {
    Required.field(content, "content");
  }
}
