package dev.ironclaw.sandbox.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Opens what lies in /dev. Every gVisor box has a fuse and a tun device that open; they pass only where it was just
/// seen that they lead nowhere.
final class DeviceProbes {
  private static final Set<String> HARMLESS = Set.of("null", "zero", "full", "random", "urandom", "tty", "pts", "ptmx",
      "shm", "fd", "stdin", "stdout", "stderr", "mqueue", "console");
  private static final Path FUSE = Path.of("/dev/fuse");
  private static final Path TUN = Path.of("/dev/net/tun");
  private static final int READ_WRITE = 2;
  private static final int SET_INTERFACE = 0x400454ca;
  private static final short TUN_WITHOUT_HEADER = 0x1001;
  private static final int NAME_BYTES = 16;
  private static final int REQUEST_BYTES = 40;
  private static final int DETACH = 2;

  private DeviceProbes() {}

  static List<Finding> run() {
    Finding fuse = fuse();
    Finding tun = tun();
    Set<Path> proven = new HashSet<>();
    if (fuse.held()) {
      proven.add(FUSE);
    }
    if (tun.held()) {
      proven.add(TUN);
    }
    return List.of(fuse, tun, devices(proven));
  }

  private static Finding fuse() {
    Kernel.Reply device = Kernel.call(SystemCall.OPENAT, Kernel.HERE, FUSE.toString(), READ_WRITE, 0);
    if (device.failed()) {
      return new Finding("fuse-device", true, "open " + FUSE + ": " + device.words());
    }
    String folder = "/tmp/probe.fuse";
    Kernel.call(SystemCall.MKDIRAT, Kernel.HERE, folder, 0700);
    Finding finding = Kernel.refusal("fuse-device", FUSE + " opens; mount with it", SystemCall.MOUNT, "fuse", folder,
        "fuse", 0, "fd=" + device.value() + ",rootmode=40000,user_id=0,group_id=0");
    Kernel.call(SystemCall.UMOUNT2, folder, DETACH);
    Kernel.close(device.value());
    return finding;
  }

  private static Finding tun() {
    Kernel.Reply device = Kernel.call(SystemCall.OPENAT, Kernel.HERE, TUN.toString(), READ_WRITE, 0);
    if (device.failed()) {
      return new Finding("tun-device", true, "open " + TUN + ": " + device.words());
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = arena.allocate(REQUEST_BYTES, Long.BYTES);
      request.setString(0, "probe0");
      request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, TUN_WITHOUT_HEADER);
      return Kernel.refusal("tun-device", TUN + " opens; make an interface with it", SystemCall.IOCTL, device.value(),
          SET_INTERFACE, request);
    } finally {
      Kernel.close(device.value());
    }
  }

  private static Finding devices(Set<Path> proven) {
    try (Stream<Path> entries = Files.walk(Path.of("/dev"), 2)) {
      List<Path> opened = entries.filter(device -> isUnusual(device) && !proven.contains(device))
          .filter(DeviceProbes::opens).limit(5).toList();
      return new Finding("devices", opened.isEmpty(),
          "devices that open, beyond the usual and " + proven + ", which lead nowhere: " + opened);
    } catch (IOException | UncheckedIOException e) {
      return new Finding("devices", false, "unknown: " + e.getMessage());
    }
  }

  private static boolean isUnusual(Path device) {
    return !HARMLESS.contains(Path.of("/dev").relativize(device).getName(0).toString());
  }

  private static boolean opens(Path device) {
    if (Files.isDirectory(device)) {
      return false;
    }
    try (
        SeekableByteChannel channel = Files.newByteChannel(device, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.isOpen();
    } catch (IOException refused) {
      return false;
    }
  }
}
