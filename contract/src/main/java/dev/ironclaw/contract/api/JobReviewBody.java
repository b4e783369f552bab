package dev.ironclaw.contract.api;

/// Body of `POST /api/jobs/{id}/review/accept`.
///
/// @param digest of the changes that were shown
public record JobReviewBody(String digest) {
  public JobReviewBody {
    Required.field(digest, "digest");
  }
}
