package dev.ironclaw.sandbox.probe;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Sockets that Java can't make: raw ones, those of other families, names without a file, and a server in a mount.
final class SocketCalls {
  private static final int UNIX = 1;
  private static final int INET = 2;
  private static final int NETLINK = 16;
  private static final int PACKET = 17;
  private static final int VSOCK = 40;
  private static final int STREAM = 1;
  private static final int RAW = 3;
  private static final int ICMP = 1;
  private static final int EVERY_PROTOCOL = 0x0300;
  private static final int FAMILY_BYTES = 2;

  private SocketCalls() {}

  static List<Finding> run(Target target) {
    return List.of(socket("raw-socket", "socket(AF_INET, SOCK_RAW)", INET, RAW, ICMP),
        socket("netlink-socket", "socket(AF_NETLINK)", NETLINK, RAW, 0),
        named("bind-socket-workspace", SystemCall.BIND, target.workspace().resolve("native.sock").toString()),
        named("bind-socket-tmp", SystemCall.BIND, "/tmp/native.sock"),
        named("bind-abstract-socket", SystemCall.BIND, "\0ironclaw-probe"), listen());
  }

  /// gVisor has no other machine behind these, whatever it is told.
  static List<Finding> kernel(Target target) {
    return List.of(socket("packet-socket", "socket(AF_PACKET, SOCK_RAW)", PACKET, RAW, EVERY_PROTOCOL),
        socket("vsock-socket", "socket(AF_VSOCK)", VSOCK, STREAM, 0), hostAbstract(target));
  }

  private static Finding socket(String probe, String what, int family, int type, int protocol) {
    Kernel.Reply made = Kernel.call(SystemCall.SOCKET, family, type, protocol);
    if (!made.failed()) {
      Kernel.close(made.value());
    }
    return new Finding(probe, made.refused(), what + ": " + made.words());
  }

  private static Finding listen() {
    long socket = Kernel.call(SystemCall.SOCKET, UNIX, STREAM, 0).value();
    Finding finding = Kernel.refusal("listen", "listen on a unix socket", SystemCall.LISTEN, socket, 1);
    Kernel.close(socket);
    return finding;
  }

  /// The host listens on this name: only another namespace keeps it away, so any failure holds.
  private static Finding hostAbstract(Target target) {
    if (target.abstractName().isEmpty()) {
      return new Finding("host-abstract-socket", false, "unknown: no name was given");
    }
    Finding tried = named("host-abstract-socket", SystemCall.CONNECT, "\0" + target.abstractName());
    return new Finding(tried.probe(), !tried.detail().contains("succeeded"), tried.detail());
  }

  private static Finding named(String probe, SystemCall call, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    long socket = Kernel.call(SystemCall.SOCKET, UNIX, STREAM, 0).value();
    try (Arena arena = Arena.ofConfined()) {
      // A name in the file system ends in a zero; one without a file ends where its length says.
      MemorySegment address = arena.allocate(FAMILY_BYTES + bytes.length + 1L, FAMILY_BYTES);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) UNIX);
      MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, FAMILY_BYTES, bytes.length);
      long length = FAMILY_BYTES + bytes.length + (name.startsWith("\0") ? 0L : 1L);
      return Kernel.refusal(probe, call + " a unix socket, " + name.replace('\0', '@'), call, socket, address, length);
    } finally {
      Kernel.close(socket);
      Kernel.call(SystemCall.UNLINKAT, Kernel.HERE, name.replace('\0', '@'), 0);
    }
  }
}
