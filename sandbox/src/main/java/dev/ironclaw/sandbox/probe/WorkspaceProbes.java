package dev.ironclaw.sandbox.probe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Changes the workspace in every way that the system call filter leaves open. Run in a box that may only read it: then
/// the mount itself says EROFS. A box that may write leaves a file `kept` and a link behind.
final class WorkspaceProbes {
  private static final String READ_ONLY = "EROFS";
  private static final int WRITE = 1;
  private static final int CREATE = 0100;
  private static final int MODE = 0640;

  private WorkspaceProbes() {}

  static List<Finding> run(Target target) {
    String kept = target.workspace().resolve("kept").toString();
    String moved = target.workspace().resolve("moved").toString();
    String link = target.workspace().resolve("link").toString();
    String folder = target.workspace().resolve("folder").toString();
    String outside = target.foreign().stream().findFirst().orElse(Path.of("/etc/passwd")).toString();
    List<Finding> findings = new ArrayList<>();
    findings.add(open("create-other", target.workspace().resolve("new").toString(), CREATE | WRITE));
    findings.add(open("create-or-write", kept, CREATE | WRITE));
    findings.add(open("write", kept, WRITE));
    findings.add(mode(kept));
    findings.add(change("time", SystemCall.UTIMENSAT, Kernel.HERE, kept, 0, 0));
    findings.add(change("truncate", SystemCall.TRUNCATE, kept, 1));
    findings.add(change("rename", SystemCall.RENAMEAT2, Kernel.HERE, kept, Kernel.HERE, moved, 0));
    findings.add(change("make-folder", SystemCall.MKDIRAT, Kernel.HERE, folder, MODE));
    findings.add(change("plant-link", SystemCall.SYMLINKAT, outside, Kernel.HERE, link));
    // Where the renaming worked the file has another name by now.
    String present = findings.get(6).held() ? kept : moved;
    findings.add(change("delete", SystemCall.UNLINKAT, Kernel.HERE, present, 0));
    Kernel.close(Kernel.call(SystemCall.OPENAT, Kernel.HERE, kept, CREATE | WRITE, MODE).value());
    return findings;
  }

  private static Finding open(String probe, String path, int flags) {
    Kernel.Reply file = Kernel.call(SystemCall.OPENAT, Kernel.HERE, path, flags, MODE);
    if (!file.failed()) {
      Kernel.close(file.value());
    }
    return finding(probe, "open " + path, file);
  }

  private static Finding mode(String path) {
    Kernel.Reply file = Kernel.call(SystemCall.OPENAT, Kernel.HERE, path, 0, 0);
    Finding finding = file.failed()
        ? finding("mode", "open " + path, file)
        : finding("mode", "fchmod " + path, Kernel.call(SystemCall.FCHMOD, file.value(), 0600));
    Kernel.close(file.value());
    return finding;
  }

  private static Finding change(String probe, SystemCall call, Object... arguments) {
    return finding(probe, call.name(), Kernel.call(call, arguments));
  }

  private static Finding finding(String probe, String what, Kernel.Reply reply) {
    return new Finding("workspace-" + probe, reply.error().equals(READ_ONLY), what + ": " + reply.words());
  }
}
