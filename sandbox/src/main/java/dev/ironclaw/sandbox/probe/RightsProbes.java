package dev.ironclaw.sandbox.probe;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Asks for what the process files of gVisor don't show: no_new_privs, the ambient capabilities, the resource limits.
final class RightsProbes {
  private static final int GET_NO_NEW_PRIVS = 39;
  private static final int AMBIENT = 47;
  private static final int IS_SET = 1;
  private static final int LAST_CAPABILITY = 40;
  private static final int CORE = 4;
  private static final int PROCESSES = 6;
  private static final int FILES = 7;
  private static final long MOST_FILES = 1024;

  private RightsProbes() {}

  static List<Finding> run(Target target) {
    return List.of(limit("limit-core", CORE, 0), limit("limit-processes", PROCESSES, target.processes()),
        limit("limit-files", FILES, MOST_FILES));
  }

  /// What gVisor says of these no configuration changes: it never gives a program new privileges and knows no ambient
  /// set.
  static List<Finding> kernel() {
    Kernel.Reply reply = Kernel.call(SystemCall.PRCTL, GET_NO_NEW_PRIVS, 0, 0, 0, 0);
    return List.of(new Finding("no-new-privileges", reply.value() == 1, "PR_GET_NO_NEW_PRIVS: " + reply.words()),
        ambient());
  }

  /// A kernel that has the set answers 0 or 1 for each capability.
  private static Finding ambient() {
    List<Integer> set = new ArrayList<>();
    for (int capability = 0; capability <= LAST_CAPABILITY; capability++) {
      Kernel.Reply reply = Kernel.call(SystemCall.PRCTL, AMBIENT, IS_SET, capability, 0, 0);
      if (capability == 0 && reply.error().equals("EINVAL")) {
        return new Finding("ambient-capabilities", true, "PR_CAP_AMBIENT: EINVAL: this kernel has no ambient set");
      }
      if (reply.value() != 0 && !reply.error().equals("EINVAL")) {
        set.add(capability);
      }
    }
    return new Finding("ambient-capabilities", set.isEmpty(), "PR_CAP_AMBIENT: set, or not known to be unset: " + set);
  }

  /// The hard limit: the soft one the program may raise itself.
  private static Finding limit(String probe, int resource, long most) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment old = arena.allocate(ValueLayout.JAVA_LONG, 2);
      Kernel.Reply reply = Kernel.call(SystemCall.PRLIMIT64, 0, resource, 0, old);
      long hard = old.getAtIndex(ValueLayout.JAVA_LONG, 1);
      boolean held = reply.value() == 0 && Long.compareUnsigned(hard, most) <= 0;
      return new Finding(probe, held, "getrlimit " + reply.words() + ": hard limit " + Long.toUnsignedString(hard)
          + ", at most " + most);
    }
  }
}
