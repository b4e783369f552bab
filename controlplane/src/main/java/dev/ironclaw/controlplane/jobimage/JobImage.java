package dev.ironclaw.controlplane.jobimage;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.JobMode;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The images that we know how to build.
public enum JobImage {
  /// A shell, git, curl, jq and our own worker.
  WORKER("worker", JobMode.WORKER),
  /// The same and the official Claude Code command line tool.
  CLAUDE_CODE("claude-code", JobMode.CLAUDE_CODE);

  private final String id;
  private final JobMode mode;

  JobImage(String id, JobMode mode) {
    this.id = id;
    this.mode = mode;
  }

  /// As people and routes name it.
  public String id() {
    return id;
  }

  /// What a mode of jobs runs in.
  public static JobImage of(JobMode mode) {
    return Arrays.stream(values()).filter(image -> image.mode == mode).findFirst().orElseThrow();
  }

  /// The image of that name. Fails with `NOT_FOUND`, naming those that there are.
  public static JobImage of(String id) {
    return Arrays.stream(values()).filter(image -> image.id.equals(id)).findFirst()
        .orElseThrow(
            () -> new IronclawException(ErrorCode.NOT_FOUND, "image " + id + ": there is none of that name; use "
                + Arrays.stream(values()).map(JobImage::id).collect(Collectors.joining(" or "))));
  }
}
