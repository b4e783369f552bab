package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.controlplane.isolation.OciConfig.Seccomp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The box's filter of system calls as an engine takes it. For a container on this machine's own kernel it differs from
/// [SeccompProfile] in two calls. `execve` is allowed, for the engine's runtime applies the filter before it becomes the box's program. `clone3`
/// says that the kernel lacks it, and a C library takes `clone`: a filter can't read its flags, and with them a program
/// would make itself a user namespace, and in it be root towards this machine's kernel.
final class DockerSeccomp {
  private static final String ALLOW = "SCMP_ACT_ALLOW";
  private static final int ENOSYS = 38;

  private DockerSeccomp() {}

  /// In the engine's JSON.
  static String json(DockerWall wall) {
    Seccomp box = SeccompProfile.load();
    return new String(OciJson.write(wall == DockerWall.RUNC ? forThisKernel(box) : box), StandardCharsets.UTF_8);
  }

  static Seccomp forThisKernel(Seccomp box) {
    List<Seccomp.Rule> rules = new ArrayList<>(
        box.syscalls().stream().filter(rule -> !rule.names().contains("clone3")).toList());
    rules.add(new Seccomp.Rule(List.of("execve"), ALLOW, null, null));
    rules.add(new Seccomp.Rule(List.of("clone3"), "SCMP_ACT_ERRNO", ENOSYS, null));
    return new Seccomp(box.defaultAction(), box.defaultErrnoRet(), box.architectures(), rules);
  }
}
