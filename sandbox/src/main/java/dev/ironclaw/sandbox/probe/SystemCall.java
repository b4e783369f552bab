package dev.ironclaw.sandbox.probe;

/// The system calls that the probes make, with their numbers for both processors. Source: `asm/unistd_64.h` and
/// `asm-generic/unistd.h` of Linux.
enum SystemCall {
  BIND(49, 200), BPF(321, 280), CHROOT(161, 51), CLOSE(3, 57), CONNECT(42, 203), EXECVE(59, 221), EXECVEAT(322,
      281), FCHMOD(91, 52), GETPID(39, 172), INIT_MODULE(175, 105), IOCTL(16, 29), IO_URING_SETUP(425,
          425), KEXEC_LOAD(246, 104), KEYCTL(250, 219), LISTEN(50, 201), MEMFD_CREATE(319, 279), MKDIRAT(258,
              34), MKNODAT(259, 33), MOUNT(165, 40), OPENAT(257, 56), OPEN_BY_HANDLE_AT(304, 265), PERF_EVENT_OPEN(298,
                  241), PERSONALITY(135, 92), PRCTL(157, 167), PRLIMIT64(302, 261), PROCESS_VM_READV(310,
                      270), PTRACE(101, 117), REBOOT(169, 142), RENAMEAT2(316, 276), SETNS(308, 268), SETRESUID(117,
                          147), SOCKET(41, 198), SYMLINKAT(266, 36), TRUNCATE(76,
                              45), UMOUNT2(166, 39), UNLINKAT(263, 35), UNSHARE(272, 97), UTIMENSAT(280, 88);

  private final int x86;
  private final int arm;

  SystemCall(int x86, int arm) {
    this.x86 = x86;
    this.arm = arm;
  }

  int number() {
    return switch (System.getProperty("os.arch")) {
      case "amd64" -> x86;
      case "aarch64" -> arm;
      case String other -> throw new UnsupportedOperationException("system call numbers of " + other);
    };
  }
}
