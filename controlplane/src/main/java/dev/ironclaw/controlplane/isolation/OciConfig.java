package dev.ironclaw.controlplane.isolation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of an OCI runtime configuration (version 1.0.2) that a box uses, in the names of the OCI specification, so
/// that it is written as it stands. Nothing else of the specification can be said, hooks and devices included.
record OciConfig(String ociVersion, Program process, Root root, String hostname, List<Mount> mounts, Linux linux) {
  record Program(boolean terminal, User user, List<String> args, List<String> env, String cwd,
      Capabilities capabilities, List<Rlimit> rlimits, boolean noNewPrivileges) {}

  record User(int uid, int gid, List<Integer> additionalGids) {}

  record Capabilities(List<String> bounding, List<String> effective, List<String> inheritable, List<String> permitted,
      List<String> ambient) {
    static final Capabilities NONE = new Capabilities(List.of(), List.of(), List.of(), List.of(), List.of());
  }

  record Rlimit(String type, long soft, long hard) {}

  record Root(String path, boolean readonly) {}

  record Mount(String destination, String type, String source, List<String> options) {}

  record Linux(List<Namespace> namespaces, List<IdMapping> uidMappings, List<IdMapping> gidMappings,
      String cgroupsPath, Resources resources, Seccomp seccomp, List<String> maskedPaths, List<String> readonlyPaths,
      List<Device> devices) {}

  /// @param path of an existing namespace to join; empty for a new one, and left out of the JSON then
  record Namespace(String type, String path) {
    static Namespace fresh(String type) {
      return new Namespace(type, "");
    }
  }

  record IdMapping(int containerID, int hostID, int size) {}

  record Resources(Memory memory, Cpu cpu, Pids pids, List<DeviceRule> devices) {}

  record Memory(long limit, long swap) {}

  record Cpu(long quota, long period) {}

  record Pids(long limit) {}

  record DeviceRule(boolean allow, String access) {}

  record Device(String path, String type, long major, long minor) {}

  /// A system call filter.
  record Seccomp(String defaultAction, int defaultErrnoRet, List<String> architectures, List<Rule> syscalls) {
    record Rule(List<String> names, String action, @Nullable Integer errnoRet, @Nullable List<Argument> args) {}

    record Argument(int index, long value, long valueTwo, String op) {}
  }
}
