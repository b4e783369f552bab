package dev.ironclaw.controlplane.project;

import java.util.List;

/// What a job would change in its project.
///
/// @param digest of all changes: whoever accepts them names it, so that nothing else comes over than was shown
/// @param leftOut links and other things that no review brings over, by path
public record Review(List<FileChange> changes, List<String> leftOut, String digest) {
  public Review {
    changes = List.copyOf(changes);
    leftOut = List.copyOf(leftOut);
  }
}
