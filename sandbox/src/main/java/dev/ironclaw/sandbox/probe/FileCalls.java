package dev.ironclaw.sandbox.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// Doors, devices and programs made where the box may write, and changes to what is mounted.
final class FileCalls {
  private static final int FIFO = 0010000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int SOCKET = 0140000;
  private static final int NULL_DEVICE = 0x103;
  private static final int OWNER = 0600;
  private static final int REMOUNT = 32 | 4096;
  private static final int DETACH = 2;
  private static final int EMPTY_PATH = 0x1000;

  private FileCalls() {}

  static List<Finding> run(Target target) {
    List<Finding> findings = new ArrayList<>();
    for (Path folder : List.of(target.workspace(), Path.of("/tmp"))) {
      String where = folder.equals(target.workspace()) ? "workspace" : "tmp";
      findings.add(node("plant-fifo-" + where, folder, FIFO, 0));
      findings.add(node("plant-socket-node-" + where, folder, SOCKET, 0));
      findings.add(program("start-planted-program-" + where, folder));
    }
    findings.add(node("plant-device-tmp", Path.of("/tmp"), CHARACTER_DEVICE, NULL_DEVICE));
    findings.add(memoryProgram());
    findings.add(Kernel.refusal("change-root", "chroot(/)", SystemCall.CHROOT, "/"));
    findings.add(Kernel.refusal("remount-root", "mount / again, writable", SystemCall.MOUNT, "none", "/", "none",
        REMOUNT, 0));
    findings.addAll(mount());
    return findings;
  }

  private static Finding node(String probe, Path folder, int type, int device) {
    String path = folder.resolve("probe.node").toString();
    Finding finding = Kernel.refusal(probe, "mknod " + path, SystemCall.MKNODAT, Kernel.HERE, path, type | OWNER,
        device);
    Kernel.call(SystemCall.UNLINKAT, Kernel.HERE, path, 0);
    return finding;
  }

  /// The file is no program, so that a kernel that starts it says ENOEXEC and the probes go on.
  private static Finding program(String probe, Path folder) {
    Path file = folder.resolve("probe.program");
    try {
      Files.deleteIfExists(file);
      // Made with the bit: the filter has no chmod.
      Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.writeString(file, "no program");
    } catch (IOException e) {
      return new Finding(probe, false, "unknown: " + file + " can't be written: " + e.getMessage());
    }
    Finding finding = Kernel.refusal(probe, "execve " + file, SystemCall.EXECVE, file.toString(), 0, 0);
    Kernel.call(SystemCall.UNLINKAT, Kernel.HERE, file.toString(), 0);
    return finding;
  }

  /// A program that never was a file.
  private static Finding memoryProgram() {
    Kernel.Reply memory = Kernel.call(SystemCall.MEMFD_CREATE, "probe", 0);
    if (memory.failed()) {
      return new Finding("memory-program", memory.refused(), "memfd_create: " + memory.words());
    }
    Finding finding = Kernel.refusal("memory-program", "memfd_create worked; execveat", SystemCall.EXECVEAT,
        memory.value(), "", 0, 0, EMPTY_PATH);
    Kernel.close(memory.value());
    return finding;
  }

  private static List<Finding> mount() {
    String folder = "/tmp/probe.mount";
    Kernel.call(SystemCall.MKDIRAT, Kernel.HERE, folder, 0700);
    Finding mounted = Kernel.refusal("mount", "mount a tmpfs", SystemCall.MOUNT, "none", folder, "tmpfs", 0, 0);
    // A kernel that would take the mount away says EINVAL where there is none.
    Finding unmounted = Kernel.refusal("unmount", "umount " + folder, SystemCall.UMOUNT2, folder, DETACH);
    Kernel.call(SystemCall.UNLINKAT, Kernel.HERE, folder, 0x200);
    return List.of(mounted, unmounted);
  }
}
