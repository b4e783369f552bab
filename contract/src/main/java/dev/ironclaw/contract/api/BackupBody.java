package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `POST /v1/backup`.
///
/// @param passphrase opens the backup; at least 15 characters
/// @param workspaces whether the agents' workspaces are in it; not by default
public record BackupBody(String passphrase, Optional<Boolean> workspaces) {
  /// Of the answer: how many things in the workspaces were left out.
  public static final String LEFT_OUT_HEADER = "Ironclaw-Left-Out";
  /// Of the answer, where anything was: how many things of which workspace, in words; the first 20.
  public static final String LEFT_OUT_OF_HEADER = "Ironclaw-Left-Out-Of";

  public BackupBody {
    Required.field(passphrase, "passphrase");
  }

  /// Without the passphrase, so that no log gets it.
  @Override
  public String toString() {
    return "BackupBody[workspaces=" + workspaces + "]";
  }
}
