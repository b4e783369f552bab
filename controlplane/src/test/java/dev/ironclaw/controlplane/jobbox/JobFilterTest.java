package dev.ironclaw.controlplane.jobbox;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import dev.ironclaw.controlplane.isolation.DockerWall;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The filter of a job lets a program do what compilers and shells do, and nothing to the kernel or to others.
final class JobFilterTest {
  private static final List<String> NEVER = List.of("ptrace", "mount", "umount2", "pivot_root", "chroot", "bpf",
      "io_uring_setup", "io_uring_enter", "io_uring_register", "keyctl", "add_key", "request_key", "unshare", "setns",
      "perf_event_open", "userfaultfd", "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load",
      "process_vm_readv", "process_vm_writev", "mknod", "mknodat", "swapon", "swapoff", "reboot", "quotactl",
      "open_by_handle_at", "name_to_handle_at", "move_mount", "open_tree", "fsopen", "fsmount", "mount_setattr",
      "capset",
      "syslog", "settimeofday", "clock_settime", "adjtimex", "iopl", "ioperm", "acct", "fanotify_init", "sethostname",
      "setdomainname", "vhangup", "kcmp", "pidfd_getfd", "io_setup", "vmsplice", "modify_ldt", "lookup_dcookie");

  private static List<String> allowed(DockerWall wall) throws Exception {
    JsonNode filter = new JsonMapper().readTree(JobContainerPlan.filter(wall));
    assertThat(filter.get("defaultAction").asString()).isEqualTo("SCMP_ACT_ERRNO");
    List<String> names = new ArrayList<>();
    for (JsonNode rule : filter.get("syscalls")) {
      if (rule.get("action").asString().equals("SCMP_ACT_ALLOW")) {
        rule.get("names").forEach(name -> names.add(name.asString()));
      }
    }
    return names;
  }

  @Test
  void neverAllowsWhatReachesTheKernelOrOthers() throws Exception {
    for (DockerWall wall : DockerWall.values()) {
      assertThat(allowed(wall)).as(wall.words()).doesNotContainAnyElementsOf(NEVER).contains("execve", "clone",
          "futex");
    }
  }

  @Test
  void noProgramMakesItselfANamespaceOfThisKernel() throws Exception {
    assertThat(allowed(DockerWall.RUNC)).doesNotContain("clone3");
    assertThat(allowed(DockerWall.GVISOR)).as("its libraries could start no thread without").contains("clone3");
    JsonNode clone = rule("clone");
    assertThat(clone.get("args").get(0).get("value").asLong()).as("CLONE_NEW*").isEqualTo(0x7E020000L);
    assertThat(clone.get("args").get(0).get("op").asString()).isEqualTo("SCMP_CMP_MASKED_EQ");
    assertThat(rule("clone3").get("errnoRet").asInt()).as("ENOSYS").isEqualTo(38);
  }

  private static JsonNode rule(String name) throws Exception {
    for (JsonNode rule : new JsonMapper().readTree(JobContainerPlan.filter(DockerWall.RUNC)).get("syscalls")) {
      if (rule.get("names").get(0).asString().equals(name)) {
        return rule;
      }
    }
    throw new AssertionError("no rule for " + name);
  }
}
