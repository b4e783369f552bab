package dev.ironclaw.controlplane.keychain;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The Credential Manager of Windows: generic credentials of this user, through `advapi32`. Not run on Windows by us.
///
/// Source: wincred.h, `CREDENTIALW`, 64 bit.
@SuppressWarnings("restricted") // Credentials can be reached by native calls alone.
final class WindowsCredentials implements Keychain {
  static final long SIZE = 80;
  static final long TYPE = 4;
  static final long TARGET = 8;
  static final long BLOB_SIZE = 32;
  static final long BLOB = 40;
  static final long PERSIST = 48;
  static final long USER = 72;
  static final int GENERIC = 1;
  static final int LOCAL_MACHINE = 2;

  private static final int NOT_FOUND = 1168;
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();

  @Override
  public String name() {
    return "Windows Credential Manager";
  }

  @Override
  public Optional<String> obstacle() {
    try {
      var _ = read("probe");
      return Optional.empty();
    } catch (IronclawException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Optional<byte[]> read(String id) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment found = arena.allocate(ValueLayout.ADDRESS);
      if (!ok("CredReadW", state, arena, target(arena, id), GENERIC, 0, found)) {
        if (lastError(state) == NOT_FOUND) {
          return Optional.empty();
        }
        throw failed("read", state);
      }
      MemorySegment credential = found.get(ValueLayout.ADDRESS, 0).reinterpret(SIZE);
      try {
        return Optional.of(blob(credential));
      } finally {
        free(arena, credential);
      }
    }
  }

  @Override
  public void write(String id, byte[] secret) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      if (!ok("CredWriteW", state, arena, credential(arena, id, secret), 0)) {
        throw failed("write", state);
      }
    }
  }

  @Override
  public void delete(String id) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      if (!ok("CredDeleteW", state, arena, target(arena, id), GENERIC, 0) && lastError(state) != NOT_FOUND) {
        throw failed("delete", state);
      }
    }
  }

  /// A `CREDENTIALW`; its memory is the arena's.
  static MemorySegment credential(Arena arena, String id, byte[] secret) {
    MemorySegment credential = arena.allocate(SIZE, 8);
    MemorySegment blob = arena.allocate(secret.length);
    MemorySegment.copy(secret, 0, blob, ValueLayout.JAVA_BYTE, 0, secret.length);
    credential.set(ValueLayout.JAVA_INT, TYPE, GENERIC);
    credential.set(ValueLayout.ADDRESS, TARGET, target(arena, id));
    credential.set(ValueLayout.JAVA_INT, BLOB_SIZE, secret.length);
    credential.set(ValueLayout.ADDRESS, BLOB, blob);
    credential.set(ValueLayout.JAVA_INT, PERSIST, LOCAL_MACHINE);
    credential.set(ValueLayout.ADDRESS, USER, arena.allocateFrom("ironclaw", StandardCharsets.UTF_16LE));
    return credential;
  }

  /// What a `CREDENTIALW` holds.
  static byte[] blob(MemorySegment credential) {
    int length = credential.get(ValueLayout.JAVA_INT, BLOB_SIZE);
    return credential.get(ValueLayout.ADDRESS, BLOB).reinterpret(length).toArray(ValueLayout.JAVA_BYTE);
  }

  private static MemorySegment target(Arena arena, String id) {
    return arena.allocateFrom("IronClaw master key " + id, StandardCharsets.UTF_16LE);
  }

  private static boolean ok(String function, MemorySegment state, Arena arena, Object... arguments) {
    MemoryLayout[] shape = new MemoryLayout[arguments.length];
    Object[] call = new Object[arguments.length + 1];
    call[0] = state;
    for (int i = 0; i < arguments.length; i++) {
      shape[i] = arguments[i] instanceof Integer ? ValueLayout.JAVA_INT : ValueLayout.ADDRESS;
      call[i + 1] = arguments[i];
    }
    try {
      MethodHandle handle = Linker.nativeLinker().downcallHandle(
          SymbolLookup.libraryLookup("advapi32", arena).findOrThrow(function),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, shape), Linker.Option.captureCallState("GetLastError"));
      return (int) handle.invokeWithArguments(call) != 0;
    } catch (Throwable e) {
      throw new IronclawException(ErrorCode.NOT_READY,
          "use the keychain: the Credential Manager can't be called: see the cause", e);
    }
  }

  private static void free(Arena arena, MemorySegment credential) {
    try {
      Linker.nativeLinker().downcallHandle(SymbolLookup.libraryLookup("advapi32", arena).findOrThrow("CredFree"),
          FunctionDescriptor.ofVoid(ValueLayout.ADDRESS)).invokeWithArguments(credential);
    } catch (Throwable e) {
      throw new IronclawException(ErrorCode.INTERNAL, "use the keychain: CredFree failed: see the cause", e);
    }
  }

  private static int lastError(MemorySegment state) {
    return state.get(ValueLayout.JAVA_INT, STATE.byteOffset(MemoryLayout.PathElement.groupElement("GetLastError")));
  }

  private static IronclawException failed(String operation, MemorySegment state) {
    return new IronclawException(ErrorCode.NOT_READY, "use the keychain: the Credential Manager could not "
        + operation + " the master key (Windows error " + lastError(state) + ")");
  }
}
