package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.box.BoxPosture;

/// A box's measured posture as one line of plain words.
public final class PostureLine {
  private PostureLine() {}

  /// For example `gVisor, interfaces lo, uid 65532, capabilities none, …`.
  public static String of(BoxPosture posture) {
    boolean noCapability = posture.capabilities().stream().allMatch(set -> set.chars().allMatch(c -> c == '0'));
    return posture.kernel() + ", interfaces " + String.join(" ", posture.interfaces()) + ", uid " + posture.uid()
        + ", capabilities " + (noCapability ? "none" : String.join(" ", posture.capabilities()))
        + ", no_new_privs " + posture.noNewPrivileges() + ", root "
        + (posture.rootReadOnly() ? "read-only" : "WRITABLE")
        + ", seccomp " + (posture.seccomp() == 2 ? "filter" : String.valueOf(posture.seccomp())) + ", memory "
        + (posture.memoryLimitBytes() < 0 ? "unknown" : (posture.memoryLimitBytes() >> 20) + " MiB") + ", cpus "
        + posture.cpus() + ", open files " + posture.openFilesLimit();
  }
}
