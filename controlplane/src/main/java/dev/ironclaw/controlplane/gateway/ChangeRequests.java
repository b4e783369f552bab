package dev.ironclaw.controlplane.gateway;

/// The gateway's door for requests, as much of it as an agent can reach.
@FunctionalInterface
public interface ChangeRequests {
  /// As [Gateway#submit].
  Change submit(ChangeSubmission submission);
}
