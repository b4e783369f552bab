package dev.ironclaw.controlplane.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.BindOptions;
import com.github.dockerjava.api.model.BindPropagation;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Turns a [ContainerPlan] into the engine's words, hardened in the same way for every container of ours.
final class ContainerRequest {
  private static final long CPU_PERIOD_MICROS = 100_000;
  /// Beside the quota, and the engine's own: every container weighs the same.
  private static final int CPU_SHARES = 1024;
  /// What a container prints is kept by the engine in one file of this size.
  private static final Map<String, String> LOG = Map.of("max-size", "1m", "max-file", "1");

  private ContainerRequest() {}

  static CreateContainerCmd of(DockerClient client, ContainerPlan plan) {
    CreateContainerCmd request = client.createContainerCmd(plan.image()).withName(plan.name()).withCmd(plan.command())
        .withEnv(environment(plan)).withUser(plan.user() + ":" + plan.user()).withLabels(labels(plan))
        .withWorkingDir(plan.shape().folder()).withHostName(plan.shape().host()).withNetworkDisabled(true)
        .withHostConfig(host(plan));
    if (plan.shape().attached()) {
      request.withStdinOpen(true).withStdInOnce(false);
    }
    return plan.entrypoint().isEmpty() ? request : request.withEntrypoint(plan.entrypoint());
  }

  private static Map<String, String> labels(ContainerPlan plan) {
    Map<String, String> labels = new TreeMap<>(plan.labels());
    labels.put(ContainerPlan.LIMITS, plan.limits().toString());
    return labels;
  }

  private static List<String> environment(ContainerPlan plan) {
    return new TreeMap<>(plan.environment()).entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue())
        .toList();
  }

  private static HostConfig host(ContainerPlan plan) {
    ContainerPlan.Limits limits = plan.limits();
    List<String> security = new ArrayList<>(List.of("no-new-privileges:true"));
    plan.seccomp().ifPresent(filter -> security.add("seccomp=" + filter));
    return HostConfig.newHostConfig().withRuntime(plan.runtime()).withNetworkMode("none").withReadonlyRootfs(true)
        .withCapDrop(Capability.ALL).withSecurityOpts(security).withIpcMode("none").withCgroupnsMode("private")
        .withPrivileged(false).withInit(false).withAutoRemove(false).withRestartPolicy(RestartPolicy.noRestart())
        .withMemory(limits.memoryBytes()).withMemorySwap(limits.memoryBytes()).withOomKillDisable(false)
        .withCpuShares(CPU_SHARES).withCpuPeriod(CPU_PERIOD_MICROS)
        .withCpuQuota(limits.cpuPercent() * CPU_PERIOD_MICROS / 100)
        .withPidsLimit((long) limits.pids()).withUlimits(ulimits(plan)).withTmpFs(temporary(plan))
        .withMounts(Stream.concat(plan.binds().stream().map(ContainerRequest::mount),
            plan.volumes().stream().map(ContainerRequest::mount)).toList())
        .withLogConfig(log(plan));
  }

  private static LogConfig log(ContainerPlan plan) {
    return plan.shape().attached()
        ? new LogConfig(LogConfig.LoggingType.NONE, Map.of())
        : new LogConfig(LogConfig.LoggingType.JSON_FILE, LOG);
  }

  /// A limit on processes counts all of a user: within a kernel of the container's own just its threads, which the engine's
  /// machine does not see; on the machine's kernel those of every container, and there the control group counts.
  private static List<Ulimit> ulimits(ContainerPlan plan) {
    ContainerPlan.Limits limits = plan.limits();
    List<Ulimit> all = new ArrayList<>(
        List.of(new Ulimit("nofile", (long) limits.openFiles(), (long) limits.openFiles()),
            new Ulimit("core", 0L, 0L), new Ulimit("memlock", 0L, 0L),
            new Ulimit("fsize", plan.shape().fileBytes(), plan.shape().fileBytes())));
    if (plan.ownKernel()) {
      all.add(new Ulimit("nproc", (long) limits.pids(), (long) limits.pids()));
    }
    return all;
  }

  private static Map<String, String> temporary(ContainerPlan plan) {
    Map<String, String> folders = new TreeMap<>();
    // runc gives it the rights of the image's folder, whatever mode is asked for: so it is the user's own.
    String options = "rw," + (plan.shape().runsTemporary() ? "exec" : "noexec") + ",nosuid,nodev,mode=1777,uid="
        + plan.user() + ",gid=" + plan.user() + ",size=";
    plan.temporary().forEach((path, bytes) -> folders.put(path, options + bytes));
    return folders;
  }

  /// Nothing that is mounted later on either side is seen on the other.
  private static Mount mount(ContainerPlan.Bind bind) {
    return new Mount().withType(MountType.BIND).withSource(bind.source().toString()).withTarget(bind.target())
        .withReadOnly(!bind.writable())
        .withBindOptions(new BindOptions().withPropagation(BindPropagation.R_PRIVATE));
  }

  private static Mount mount(ContainerPlan.Volume volume) {
    return new Mount().withType(MountType.VOLUME).withSource(volume.name()).withTarget(volume.target())
        .withReadOnly(!volume.writable());
  }
}
