package dev.ironclaw.controlplane.isolation;

import java.util.Set;

/// The system call filter of a box: refuse by default, allow what a JVM that is only a client needs. The runtime loads
/// the first program itself, so not even `execve` is on the list; of sockets, only those of the unix family; of
/// `clone`, only threads. `clone3` must be allowed, because a filter can't read its flags and a C library falls back on
/// `clone` only where the kernel lacks it, as gVisor 2022 does; a later gVisor lets the box fork, with nothing to run.
final class SeccompProfile {
  /// No filter may ever allow these, whatever a later profile says.
  static final Set<String> NEVER = Set.of("ptrace", "mount", "umount2", "pivot_root", "chroot", "bpf",
      "io_uring_setup", "io_uring_enter", "io_uring_register", "keyctl", "add_key", "request_key", "unshare", "setns",
      "perf_event_open", "userfaultfd", "init_module", "finit_module", "delete_module", "kexec_load",
      "process_vm_readv", "process_vm_writev", "mknod", "mknodat", "bind", "listen", "accept", "accept4", "setuid",
      "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "capset", "swapon", "reboot", "quotactl",
      "open_by_handle_at", "name_to_handle_at", "execve", "execveat", "fork", "vfork", "move_mount", "open_tree",
      "fsopen", "fsmount");

  private SeccompProfile() {}

  static OciConfig.Seccomp load() {
    return OciJson.resource("seccomp.json", OciConfig.Seccomp.class);
  }
}
