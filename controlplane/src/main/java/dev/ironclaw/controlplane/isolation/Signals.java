package dev.ironclaw.controlplane.isolation;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// kill(2) itself: no program is started, so that stopping works while processes, memory or disk are used up.
///
/// Source: POSIX kill(2); signal(7) for the numbers.
final class Signals {
  private static final boolean LINUX = System.getProperty("os.name", "").startsWith("Linux");
  private static final int STOP = LINUX ? 19 : 17;
  private static final int CONTINUE = LINUX ? 18 : 19;

  private final MethodHandle kill;

  @SuppressWarnings("restricted") // kill(2) takes two numbers and touches no memory; native access is granted at start.
  Signals() {
    Linker linker = Linker.nativeLinker();
    kill = linker.downcallHandle(linker.defaultLookup().findOrThrow("kill"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }

  /// False where the process is gone or not ours.
  boolean stop(int pid) {
    return send(pid, STOP);
  }

  boolean letGo(int pid) {
    return send(pid, CONTINUE);
  }

  private boolean send(int pid, int signal) {
    if (pid <= 1) {
      throw new IllegalArgumentException("a signal goes to one process");
    }
    try {
      return (int) kill.invokeExact(pid, signal) == 0;
    } catch (Throwable e) {
      // A downcall throws nothing of its own; the type of invokeExact says Throwable.
      throw new IllegalStateException("send signal " + signal + " to " + pid, e);
    }
  }
}
