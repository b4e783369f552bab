package dev.ironclaw.contract.box;

import java.util.List;

/// What a program inside the box measured about the box. Nothing in it is read from a configuration.
///
/// @param kernel first words of `/proc/version`, which name gVisor where it runs
/// @param interfaces network interfaces, for example `lo`
/// @param capabilities the five capability sets as hexadecimal words of `/proc/self/status`, in the order inheritable,
///        permitted, effective, bounding, ambient; `?` for a set that the kernel does not report
/// @param noNewPrivileges 1 set, 0 not set, -1 where the kernel does not report it (gVisor of 2022)
/// @param seccomp 0 off, 1 strict, 2 filter; -1 where it can't be read
/// @param rootReadOnly true when creating a file in `/` was refused
/// @param memoryLimitBytes memory that the box sees, -1 when unknown
/// @param processLimit `RLIMIT_NPROC` soft, -1 for unlimited, -2 where the kernel does not report it
/// @param openFilesLimit `RLIMIT_NOFILE` soft, -1 for unlimited, -2 where the kernel does not report it
/// @param mounts folders of the host, as the box's kernel lists them, for example `/mnt/docs read-only`
public record BoxPosture(String kernel, List<String> interfaces, int uid, int gid, List<String> capabilities,
    int noNewPrivileges, int seccomp, boolean rootReadOnly, long memoryLimitBytes, long processLimit,
    long openFilesLimit, int cpus, List<String> mounts) {
  public BoxPosture {
    interfaces = List.copyOf(interfaces);
    capabilities = List.copyOf(capabilities);
    mounts = List.copyOf(mounts);
  }
}
