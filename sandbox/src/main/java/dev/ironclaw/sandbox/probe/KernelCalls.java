package dev.ironclaw.sandbox.probe;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Calls that reach past the box's own program: into the kernel, other processes, other namespaces. Each is harmless
/// where it is let through: an argument that makes no sense is looked at only after the right to call.
final class KernelCalls {
  private static final int NOBODY = -1;
  private static final int NONE = -1;
  private static final int USER_NAMESPACE = 0x10000000;
  private static final int NETWORK_NAMESPACE = 0x40000000;
  private static final int ATTACH = 16;
  private static final int UNUSED_PID = 0x3ffff0;
  private static final int ASK = -1;
  private static final int SESSION_KEYRING = -3;
  private static final int TOO_MANY = 1000;
  private static final int UNKNOWN_FLAGS = 0xff00;

  private KernelCalls() {}

  static List<Finding> run() {
    return List.of(
        Kernel.refusal("trace-process", "ptrace(ATTACH)", SystemCall.PTRACE, ATTACH, UNUSED_PID, 0, 0),
        Kernel.refusal("become-root", "setresuid(0, 0, 0)", SystemCall.SETRESUID, 0, 0, 0),
        Kernel.refusal("user-namespace", "unshare(CLONE_NEWUSER)", SystemCall.UNSHARE, USER_NAMESPACE),
        Kernel.refusal("network-namespace", "unshare(CLONE_NEWNET)", SystemCall.UNSHARE, NETWORK_NAMESPACE));
  }

  /// Those that gVisor has not, whatever it is told.
  static List<Finding> kernel() {
    return List.of(readProcess(), Kernel.refusal("enter-namespace", "setns", SystemCall.SETNS, NONE, 0),
        Kernel.refusal("load-bpf", "bpf", SystemCall.BPF, 0, 0, 0),
        Kernel.refusal("perf-events", "perf_event_open", SystemCall.PERF_EVENT_OPEN, 0, 0, NOBODY, NONE, 0),
        Kernel.refusal("io-uring", "io_uring_setup", SystemCall.IO_URING_SETUP, 1, 0),
        Kernel.refusal("keyring", "keyctl(GET_KEYRING_ID)", SystemCall.KEYCTL, 0, SESSION_KEYRING, 0),
        Kernel.refusal("load-module", "init_module", SystemCall.INIT_MODULE, 0, 0, ""),
        Kernel.refusal("load-kernel", "kexec_load", SystemCall.KEXEC_LOAD, 0, TOO_MANY, 0, UNKNOWN_FLAGS),
        Kernel.refusal("reboot", "reboot with the wrong magic", SystemCall.REBOOT, 0, 0, 0, 0),
        Kernel.refusal("open-by-handle", "open_by_handle_at", SystemCall.OPEN_BY_HANDLE_AT, Kernel.HERE, 0, 0),
        Kernel.refusal("personality", "personality", SystemCall.PERSONALITY, ASK));
  }

  /// Reads eight bytes of this very process, which needs the least right of all.
  private static Finding readProcess() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = vector(arena);
      MemorySegment to = vector(arena);
      return Kernel.refusal("read-process-memory", "process_vm_readv", SystemCall.PROCESS_VM_READV,
          ProcessHandle.current().pid(), to, 1, from, 1, 0);
    }
  }

  private static MemorySegment vector(Arena arena) {
    MemorySegment vector = arena.allocate(ValueLayout.JAVA_LONG, 2);
    vector.setAtIndex(ValueLayout.JAVA_LONG, 0, arena.allocate(ValueLayout.JAVA_LONG).address());
    vector.setAtIndex(ValueLayout.JAVA_LONG, 1, Long.BYTES);
    return vector;
  }
}
