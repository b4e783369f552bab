package dev.ironclaw.sandbox.probe;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Set;

/// Asks the kernel directly, so that what Java has no method for is tried all the same.
final class Kernel {
  /// In place of a folder's descriptor: paths are taken from the working folder.
  static final int HERE = -100;

  private static final int WORDS = 6;
  private static final MethodHandle SYSCALL = syscall();
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();

  private static final Map<Integer, String> NAMES = Map.ofEntries(Map.entry(1, "EPERM"), Map.entry(2, "ENOENT"),
      Map.entry(3, "ESRCH"), Map.entry(6, "ENXIO"), Map.entry(8, "ENOEXEC"), Map.entry(9, "EBADF"),
      Map.entry(11, "EAGAIN"), Map.entry(13, "EACCES"), Map.entry(14, "EFAULT"), Map.entry(16, "EBUSY"),
      Map.entry(17, "EEXIST"), Map.entry(19, "ENODEV"), Map.entry(20, "ENOTDIR"), Map.entry(22, "EINVAL"),
      Map.entry(25, "ENOTTY"), Map.entry(30, "EROFS"), Map.entry(38, "ENOSYS"), Map.entry(93, "EPROTONOSUPPORT"),
      Map.entry(94, "ESOCKTNOSUPPORT"), Map.entry(95, "EOPNOTSUPP"), Map.entry(97, "EAFNOSUPPORT"),
      Map.entry(111, "ECONNREFUSED"));
  private static final Set<String> REFUSALS = Set.of("EPERM", "EACCES", "ENOSYS", "EAFNOSUPPORT");

  private Kernel() {}

  /// @param value what the call returned, -1 for a failure
  /// @param error name of the error number; empty where there is none
  record Reply(long value, String error) {
    boolean failed() {
      return value == -1;
    }

    /// Turned away, by whichever wall was first. Another error means that the kernel began to work on it.
    boolean refused() {
      return failed() && REFUSALS.contains(error);
    }

    String words() {
      return failed() ? error : "succeeded with " + value;
    }
  }

  // The native call is what this class is for.
  @SuppressWarnings("restricted")
  private static MethodHandle syscall() {
    MemoryLayout[] words = new MemoryLayout[WORDS + 1];
    java.util.Arrays.fill(words, ValueLayout.JAVA_LONG);
    Linker linker = Linker.nativeLinker();
    return linker
        .downcallHandle(linker.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, words), Linker.Option.captureCallState("errno"))
        .asSpreader(long[].class, WORDS + 1);
  }

  /// @param arguments numbers, memory, or text that is handed over as a C string
  static Reply call(SystemCall call, Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      long[] words = new long[WORDS + 1];
      words[0] = call.number();
      for (int i = 0; i < arguments.length; i++) {
        words[i + 1] = word(arena, arguments[i]);
      }
      MemorySegment state = arena.allocate(STATE);
      long value = (long) SYSCALL.invokeExact(state, words);
      return new Reply(value, value == -1 ? name(state.get(ValueLayout.JAVA_INT, 0)) : "");
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the call " + call + " can't be made", e);
    }
  }

  /// One attempt as a finding: the wall held where the call was refused.
  static Finding refusal(String probe, String what, SystemCall call, Object... arguments) {
    Reply reply = call(call, arguments);
    return new Finding(probe, reply.refused(), what + ": " + reply.words());
  }

  static void close(long descriptor) {
    call(SystemCall.CLOSE, descriptor);
  }

  private static long word(Arena arena, Object argument) {
    return switch (argument) {
      case Integer number -> number;
      case Long number -> number;
      case MemorySegment memory -> memory.address();
      case String text -> arena.allocateFrom(text).address();
      default -> throw new IllegalArgumentException("no word for " + argument);
    };
  }

  private static String name(int errno) {
    return NAMES.getOrDefault(errno, "errno " + errno);
  }
}
