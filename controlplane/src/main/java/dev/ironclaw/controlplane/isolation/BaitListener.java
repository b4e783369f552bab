package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/// A listener on a unix socket that has a name and no file, which Java can't make. Only a network namespace keeps
/// anybody away from it.
final class BaitListener implements AutoCloseable {
  private static final int UNIX = 1;
  private static final int STREAM = 1;
  private static final int FAMILY_BYTES = 2;
  private static final int BACKLOG = 8;

  private final int descriptor;

  /// Fails with `CONFIGURATION` where the name is taken or nothing can be bound.
  BaitListener(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    descriptor = call("socket", UNIX, STREAM, 0);
    try (Arena arena = Arena.ofConfined()) {
      int length = FAMILY_BYTES + 1 + bytes.length;
      MemorySegment address = arena.allocate(length, FAMILY_BYTES);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) UNIX);
      MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, FAMILY_BYTES + 1L, bytes.length);
      boolean bound = call("bind", descriptor, address.address(), length) == 0;
      if (!bound || call("listen", descriptor, BACKLOG, 0) != 0) {
        close();
        throw new IronclawException(ErrorCode.CONFIGURATION, "run the self-test: the host can't listen on @" + name);
      }
    }
  }

  // The native call is what this class is for.
  @SuppressWarnings("restricted")
  private static int call(String function, long first, long second, long third) {
    MethodHandle handle = Linker.nativeLinker().downcallHandle(
        Linker.nativeLinker().defaultLookup().findOrThrow(function), FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    try {
      return (int) handle.invokeExact(first, second, third);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("call " + function, e);
    }
  }

  @Override
  public void close() {
    call("close", descriptor, 0, 0);
  }
}
