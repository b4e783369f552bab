package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.isolation.OciConfig.Capabilities;
import dev.ironclaw.controlplane.isolation.OciConfig.IdMapping;
import dev.ironclaw.controlplane.isolation.OciConfig.Linux;
import dev.ironclaw.controlplane.isolation.OciConfig.Mount;
import dev.ironclaw.controlplane.isolation.OciConfig.Namespace;
import dev.ironclaw.controlplane.isolation.OciConfig.Program;
import dev.ironclaw.controlplane.isolation.OciConfig.Resources;
import dev.ironclaw.controlplane.isolation.OciConfig.Rlimit;
import dev.ironclaw.controlplane.isolation.OciConfig.Seccomp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One refusal per value that could be weakened: each starts from a configuration that passes and changes one thing.
final class OciConfigBuilderTest {
  @TempDir
  Path folder;
  private SandboxSpec spec;
  private OciConfig sound;

  @BeforeEach
  void build() throws Exception {
    Path top = folder.toRealPath();
    RootfsImage image = new RootfsImage(Files.createDirectory(top.resolve("rootfs")), TestBoxes.DIGEST,
        List.of("/bin/java"));
    spec = new SandboxSpec(TestBoxes.newId(), new dev.ironclaw.contract.AgentGroupId("dev-agent"), image,
        Files.createDirectory(top.resolve("sock")),
        Optional.of(new SandboxSpec.Workspace(Files.createDirectory(top.resolve("ws")), true)),
        List.of(new SandboxSpec.Mount("docs", Files.createDirectory(top.resolve("docs")), false)),
        SandboxSpec.Limits.DEFAULT, List.of("--x"));
    sound = new OciConfigBuilder(RunMode.ROOT, SeccompProfile.load()).build(spec, folder);
  }

  @Test
  void buildsWhatTheGuardAccepts() {
    assertThat(new SpecGuard(RunMode.ROOT).check(sound, spec, folder)).isSameAs(sound);
    assertThat(sound.process().args()).containsExactly("/bin/java", "--x");
    assertThat(new String(OciJson.write(sound), java.nio.charset.StandardCharsets.UTF_8))
        .contains("\"noNewPrivileges\":true", "\"readonly\":true", "{\"type\":\"network\"}")
        .doesNotContain("\"path\":\"\"");
  }

  @Test
  void hasNoWorkspaceUnlessAskedFor() {
    SandboxSpec bare = new SandboxSpec(spec.id(), spec.agentGroup(), spec.image(), spec.socketFolder(),
        Optional.empty(), spec.limits(), List.of());

    assertThat(new OciConfigBuilder(RunMode.ROOT, SeccompProfile.load()).build(bare, folder).mounts())
        .extracting(Mount::destination).containsExactly("/proc", "/sys", "/dev", "/tmp", "/run/ironclaw");
  }

  @Test
  void letsNoNameOfAMountBeAPath() {
    SandboxSpec named = new SandboxSpec(spec.id(), spec.agentGroup(), spec.image(), spec.socketFolder(),
        spec.workspace(), List.of(new SandboxSpec.Mount("../etc", spec.mounts().getFirst().folder(), false)),
        spec.limits(), List.of());

    assertThatThrownBy(() -> new OciConfigBuilder(RunMode.ROOT, SeccompProfile.load()).build(named, folder))
        .hasMessageContaining("is a path");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("weakenings")
  void refuses(String says, UnaryOperator<OciConfig> weaken) {
    assertThatThrownBy(() -> new SpecGuard(RunMode.ROOT).check(weaken.apply(sound), spec, folder))
        .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WEAK_SPEC))
        .hasMessageContaining(says);
  }

  static Stream<Arguments> weakenings() {
    return Stream.of(weak("a terminal", process(p -> new Program(true, p.user(), p.args(), p.env(), p.cwd(),
        p.capabilities(), p.rlimits(), true))), weak("uid 0", user(0, 65532)), weak("gid 0", user(65532, 0)),
        weak("additional group", process(p -> new Program(false, new OciConfig.User(65532, 65532, List.of(0)),
            p.args(), p.env(), p.cwd(), p.capabilities(), p.rlimits(), true))),
        weak("no_new_privs", process(p -> new Program(false, p.user(), p.args(), p.env(), p.cwd(), p.capabilities(),
            p.rlimits(), false))),
        weak("a capability", caps(0)), weak("a capability", caps(1)), weak("a capability", caps(2)),
        weak("a capability", caps(3)), weak("a capability", caps(4)),
        weak("environment has LD_PRELOAD", process(p -> new Program(false, p.user(), p.args(),
            List.of("LD_PRELOAD=/x"), p.cwd(), p.capabilities(), p.rlimits(), true))),
        weak("a resource limit is missing", rlimits(List.of())),
        weak("RLIMIT_NPROC is more", rlimits(List.of(new Rlimit("RLIMIT_NOFILE", 9, 9), new Rlimit("RLIMIT_CORE", 0, 0),
            new Rlimit("RLIMIT_NPROC", 5000, 5000)))),
        weak("is not a limit", rlimits(List.of(new Rlimit("RLIMIT_NOFILE", -1, -1)))),
        weak("program is not absolute", process(p -> new Program(false, p.user(), List.of("java"), p.env(), p.cwd(),
            p.capabilities(), p.rlimits(), true))),
        weak("root filesystem is writable", c -> new OciConfig(c.ociVersion(), c.process(),
            new OciConfig.Root(c.root().path(), false), c.hostname(), c.mounts(), c.linux())),
        weak("root is not the image", c -> new OciConfig(c.ociVersion(), c.process(), new OciConfig.Root("/", true),
            c.hostname(), c.mounts(), c.linux())),
        weak("host name", c -> new OciConfig(c.ociVersion(), c.process(), c.root(), "mine", c.mounts(), c.linux())),
        weak("/etc is not on the list", extra(new Mount("/etc", "bind", "/etc", List.of("ro")))),
        weak("two mounts share", extra(new Mount("/proc", "proc", "proc", List.of()))),
        weak("/sys is missing", mounts(m -> m.destination().equals("/sys") ? Stream.empty() : Stream.of(m))),
        weak("/proc is not procfs", mount("/proc", m -> new Mount("/proc", "bind", "/proc", m.options()))),
        weak("read-only sysfs", mount("/sys", m -> new Mount("/sys", "sysfs", "sysfs", List.of("rw")))),
        weak("/dev is not a tmpfs", mount("/dev", m -> new Mount("/dev", "bind", "/dev", m.options()))),
        weak("nosuid, nodev and noexec", mount("/tmp", m -> new Mount("/tmp", "tmpfs", "tmpfs",
            List.of("nosuid", "nodev", "size=65536k")))),
        weak("/tmp has no size limit", mount("/tmp", m -> new Mount("/tmp", "tmpfs", "tmpfs",
            List.of("nosuid", "nodev", "noexec")))),
        weak("/tmp has no size limit", mount("/tmp", m -> new Mount("/tmp", "tmpfs", "tmpfs",
            List.of("nosuid", "nodev", "noexec", "size=9000000k")))),
        weak("/run/ironclaw is not read-only", option("/run/ironclaw", "ro", "rw")),
        weak("/run/ironclaw is not bound with", option("/run/ironclaw", "noexec", "exec")),
        weak("/run/ironclaw is bound to another", mount("/run/ironclaw", m -> new Mount(m.destination(), "bind",
            "/etc", m.options()))),
        weak("/workspace is not bound with", option("/workspace", "nodev", "dev")),
        weak("/workspace is not bound with", option("/workspace", "nosuid", "suid")),
        weak("/workspace is not bound with", option("/workspace", "noexec", "exec")),
        weak("workspace is not writable as asked", option("/workspace", "rw", "ro")),
        weak("/mnt/docs is not read-only", option("/mnt/docs", "ro", "rw")),
        weak("/mnt/docs is not bound with", option("/mnt/docs", "noexec", "exec")),
        weak("/mnt/docs is bound to another", mount("/mnt/docs", m -> new Mount(m.destination(), "bind", "/etc",
            m.options()))),
        weak("/mnt is not read-only", option("/mnt", "ro", "rw")),
        weak("/mnt is bound to another", mount("/mnt", m -> new Mount("/mnt", "bind", "/etc", m.options()))),
        weak("/mnt/other is not on the list", extra(new Mount("/mnt/other", "bind", "/etc", List.of("ro")))),
        weak("no new network namespace", namespaces(n -> !n.type().equals("network"))),
        weak("no new pid namespace", namespaces(n -> !n.type().equals("pid"))),
        weak("no new mount namespace", namespaces(n -> !n.type().equals("mount"))),
        weak("no new ipc namespace", namespaces(n -> !n.type().equals("ipc"))),
        weak("no new uts namespace", namespaces(n -> !n.type().equals("uts"))),
        weak("no new user namespace", namespaces(n -> !n.type().equals("user"))),
        weak("exists already", linux(l -> new Linux(
            l.namespaces().stream()
                .map(n -> new Namespace(n.type(), n.type().equals("network") ? "/proc/1/ns/net" : ""))
                .toList(),
            l.uidMappings(), l.gidMappings(), l.cgroupsPath(), l.resources(), l.seccomp(),
            l.maskedPaths(), l.readonlyPaths(), l.devices()))),
        weak("id map", linux(l -> new Linux(l.namespaces(), List.of(new IdMapping(0, 0, 65536)), l.gidMappings(),
            l.cgroupsPath(), l.resources(), l.seccomp(), l.maskedPaths(), l.readonlyPaths(), l.devices()))),
        weak("cgroup is not", linux(l -> new Linux(l.namespaces(), l.uidMappings(), l.gidMappings(), "/", l.resources(),
            l.seccomp(), l.maskedPaths(), l.readonlyPaths(), l.devices()))),
        weak("no memory limit", resources(r -> new Resources(new OciConfig.Memory(-1, -1), r.cpu(), r.pids(),
            r.devices()))),
        weak("swap", resources(r -> new Resources(new OciConfig.Memory(512L << 20, -1), r.cpu(), r.pids(),
            r.devices()))),
        weak("no process limit", resources(r -> new Resources(r.memory(), r.cpu(), new OciConfig.Pids(-1),
            r.devices()))),
        weak("no processor limit", resources(r -> new Resources(r.memory(), new OciConfig.Cpu(-1, 100_000), r.pids(),
            r.devices()))),
        weak("a device is allowed", resources(r -> new Resources(r.memory(), r.cpu(), r.pids(),
            List.of(new OciConfig.DeviceRule(true, "rwm"))))),
        weak("allows by default", seccomp(s -> new Seccomp("SCMP_ACT_ALLOW", 1, s.architectures(), s.syscalls()))),
        weak("filter is empty", seccomp(s -> new Seccomp(s.defaultAction(), 1, s.architectures(), List.of()))),
        weak("the filter allows ptrace", allowing("ptrace")), weak("the filter allows bind", allowing("bind")),
        weak("the filter allows execve", allowing("execve")), weak("the filter allows mount", allowing("mount")),
        weak("neither allow nor errno", seccomp(s -> new Seccomp(s.defaultAction(), 1, s.architectures(),
            List.of(new Seccomp.Rule(List.of("read"), "SCMP_ACT_LOG", null, null))))),
        weak("extra device", linux(l -> new Linux(l.namespaces(), l.uidMappings(), l.gidMappings(), l.cgroupsPath(),
            l.resources(), l.seccomp(), l.maskedPaths(), l.readonlyPaths(),
            List.of(new OciConfig.Device("/dev/kmsg", "c", 1, 11))))),
        weak("masked path is missing", linux(l -> new Linux(l.namespaces(), l.uidMappings(), l.gidMappings(),
            l.cgroupsPath(), l.resources(), l.seccomp(), List.of("/proc/keys"), l.readonlyPaths(), l.devices()))),
        weak("read-only path is missing", linux(l -> new Linux(l.namespaces(), l.uidMappings(), l.gidMappings(),
            l.cgroupsPath(), l.resources(), l.seccomp(), l.maskedPaths(), List.of(), l.devices()))));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 20, 1L << 40})
  void refusesAMemoryLimitThatIsNone(long bytes) {
    SandboxSpec unlimited = new SandboxSpec(spec.id(), spec.agentGroup(), spec.image(), spec.socketFolder(),
        spec.workspace(), new SandboxSpec.Limits(bytes, 100, 256), List.of());

    assertThatThrownBy(() -> new OciConfigBuilder(RunMode.ROOT, SeccompProfile.load()).build(unlimited, folder))
        .hasMessageContaining("memory limit");
  }

  @Test
  void refusesASocketFolderBehindALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.toRealPath().resolve("link"), spec.socketFolder());
    SandboxSpec linked = new SandboxSpec(spec.id(), spec.agentGroup(), spec.image(), link, spec.workspace(),
        spec.limits(), List.of());

    assertThatThrownBy(() -> new OciConfigBuilder(RunMode.ROOT, SeccompProfile.load()).build(linked, folder))
        .hasMessageContaining("leads over a link");
  }

  @Test
  void runsAsTheInvokingUserOnlyWhereItIsRootless() {
    OciConfig rootless = new OciConfigBuilder(RunMode.ROOTLESS, SeccompProfile.load()).build(spec, folder);

    assertThat(rootless.process().user().uid()).isZero();
    assertThatThrownBy(() -> new SpecGuard(RunMode.ROOT).check(rootless, spec, folder)).hasMessageContaining("uid 0");
  }

  private static Arguments weak(String says, UnaryOperator<OciConfig> change) {
    return Arguments.of(says, change);
  }

  private static UnaryOperator<OciConfig> process(UnaryOperator<Program> change) {
    return c -> new OciConfig(c.ociVersion(), change.apply(c.process()), c.root(), c.hostname(), c.mounts(), c.linux());
  }

  private static UnaryOperator<OciConfig> user(int uid, int gid) {
    return process(p -> new Program(false, new OciConfig.User(uid, gid, List.of()), p.args(), p.env(), p.cwd(),
        p.capabilities(), p.rlimits(), true));
  }

  private static UnaryOperator<OciConfig> caps(int set) {
    List<List<String>> sets = new ArrayList<>(java.util.Collections.nCopies(5, List.of()));
    sets.set(set, List.of("CAP_NET_RAW"));
    Capabilities weak = new Capabilities(sets.get(0), sets.get(1), sets.get(2), sets.get(3), sets.get(4));
    return process(p -> new Program(false, p.user(), p.args(), p.env(), p.cwd(), weak, p.rlimits(), true));
  }

  private static UnaryOperator<OciConfig> rlimits(List<Rlimit> limits) {
    return process(p -> new Program(false, p.user(), p.args(), p.env(), p.cwd(), p.capabilities(), limits, true));
  }

  private static UnaryOperator<OciConfig> extra(Mount mount) {
    return c -> new OciConfig(c.ociVersion(), c.process(), c.root(), c.hostname(),
        Stream.concat(c.mounts().stream(), Stream.of(mount)).toList(), c.linux());
  }

  private static UnaryOperator<OciConfig> mounts(java.util.function.Function<Mount, Stream<Mount>> change) {
    return c -> new OciConfig(c.ociVersion(), c.process(), c.root(), c.hostname(),
        c.mounts().stream().flatMap(change).toList(), c.linux());
  }

  private static UnaryOperator<OciConfig> mount(String at, UnaryOperator<Mount> change) {
    return mounts(m -> Stream.of(m.destination().equals(at) ? change.apply(m) : m));
  }

  private static UnaryOperator<OciConfig> option(String at, String from, String to) {
    return mount(at, m -> new Mount(at, m.type(), m.source(),
        m.options().stream().map(o -> o.equals(from) ? to : o).toList()));
  }

  private static UnaryOperator<OciConfig> linux(UnaryOperator<Linux> change) {
    return c -> new OciConfig(c.ociVersion(), c.process(), c.root(), c.hostname(), c.mounts(), change.apply(c.linux()));
  }

  private static UnaryOperator<OciConfig> namespaces(java.util.function.Predicate<Namespace> kept) {
    return linux(l -> new Linux(l.namespaces().stream().filter(kept).toList(), l.uidMappings(), l.gidMappings(),
        l.cgroupsPath(), l.resources(), l.seccomp(), l.maskedPaths(), l.readonlyPaths(), l.devices()));
  }

  private static UnaryOperator<OciConfig> resources(UnaryOperator<Resources> change) {
    return linux(l -> new Linux(l.namespaces(), l.uidMappings(), l.gidMappings(), l.cgroupsPath(),
        change.apply(l.resources()), l.seccomp(), l.maskedPaths(), l.readonlyPaths(), l.devices()));
  }

  private static UnaryOperator<OciConfig> seccomp(UnaryOperator<Seccomp> change) {
    return linux(l -> new Linux(l.namespaces(), l.uidMappings(), l.gidMappings(), l.cgroupsPath(), l.resources(),
        change.apply(l.seccomp()), l.maskedPaths(), l.readonlyPaths(), l.devices()));
  }

  private static UnaryOperator<OciConfig> allowing(String name) {
    return seccomp(s -> new Seccomp(s.defaultAction(), 1, s.architectures(),
        List.of(new Seccomp.Rule(List.of(name), "SCMP_ACT_ALLOW", null, null))));
  }
}
