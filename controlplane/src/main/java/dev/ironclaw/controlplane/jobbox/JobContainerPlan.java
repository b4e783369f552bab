package dev.ironclaw.controlplane.jobbox;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.WorkerApi;
import dev.ironclaw.controlplane.engine.ContainerPlan;
import dev.ironclaw.controlplane.isolation.DockerSettings;
import dev.ironclaw.controlplane.isolation.DockerWall;
import dev.ironclaw.controlplane.isolation.Quota;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns a [JobBoxPlan] into a container.
final class JobContainerPlan {
  static final String INSTANCE = "ironclaw.instance";
  static final String JOB = "ironclaw.job_id";
  static final String CREATED = "ironclaw.created_at";
  /// The folders that it was given are kept by this and their place in it, so that they are watched again after a restart.
  static final String FOLDER = "ironclaw.folder.";
  /// How much it may add to what lay in its folders.
  static final String ROOM = "ironclaw.room";
  static final String TEMPORARY = "/tmp";
  static final long TEMPORARY_BYTES = 512L << 20;
  static final int OPEN_FILES = 16_384;
  private static final String NAME = "ironclaw-job-";
  private static final String LACKING = """
      {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38}""";
  private static final String ALLOWED = """
      {"names": ["clone3"], "action": "SCMP_ACT_ALLOW"}""";
  private static final String ID = "sha256:[0-9a-f]{64}";

  private final DockerSettings settings;

  JobContainerPlan(DockerSettings settings) {
    this.settings = settings;
  }

  /// @param before what lies in its folders
  ContainerPlan of(JobBoxPlan plan, DockerWall.Chosen wall, List<BoundFolder> folders, Quota.Usage before,
      Instant now) {
    if (!plan.image().matches(ID)) {
      throw new IronclawException(ErrorCode.WEAK_SPEC,
          "start job " + plan.id() + ": its image is named '" + plan.image()
              + "', and a name can be moved; it must be an id, sha256 and 64 digits");
    }
    Map<String, String> labels = new HashMap<>(Map.of(INSTANCE, settings.instance(), JOB, plan.id().value(), CREATED,
        now.toString(), ROOM, plan.limits().outputBytes() + ":" + before.bytes() + ":" + before.entries()));
    folders.forEach(folder -> labels.put(FOLDER + folder.target(), folder.label()));
    Map<String, String> environment = new HashMap<>(Map.of("HOME", TEMPORARY, "TMPDIR", TEMPORARY));
    environment.putAll(plan.environment());
    JobLimits limits = plan.limits();
    return new ContainerPlan(name(plan.id()), plan.image(), List.of(), plan.command(), environment, settings.guest(),
        new ContainerPlan.Shape("ironclaw-job", WorkerApi.WORKSPACE, true,
            limits.outputBytes()),
        labels,
        folders.stream().map(folder -> new ContainerPlan.Bind(folder.path(), folder.target(), folder.writable()))
            .toList(),
        Map.of(TEMPORARY, TEMPORARY_BYTES), wall.runtime(), wall.wall() != DockerWall.RUNC,
        wall.filtered() ? Optional.of(filter(wall.wall())) : Optional.empty(),
        new ContainerPlan.Limits(limits.memoryBytes(), limits.cpuPercent(), limits.pids(), OPEN_FILES));
  }

  static String name(JobId job) {
    return NAME + job;
  }

  /// What may be called: what shells, compilers, git, curl and their like need, and nothing that reaches another process,
  /// mounts, makes namespaces, or loads something into the kernel.
  ///
  /// A filter can't read the flags of `clone3`, with which a program would make itself a user namespace. This machine's own
  /// kernel says therefore that it lacks it, and a C library takes `clone`. gVisor of 2022 knows no errors of single calls and
  /// would say that it is forbidden, on which no thread starts; within its own kernel such a namespace leads nowhere.
  static String filter(DockerWall wall) {
    String forThisKernel = resource();
    return wall == DockerWall.RUNC ? forThisKernel : forThisKernel.replace(LACKING, ALLOWED);
  }

  private static String resource() {
    try (InputStream in = JobContainerPlan.class.getResourceAsStream("seccomp.json")) {
      if (in == null) {
        throw new IllegalStateException("seccomp.json is missing from this program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("read seccomp.json", e);
    }
  }

  /// What was written into [#ROOM].
  record Room(long bytes, Quota.Usage before) {
    /// Empty where the words are none of ours.
    static Optional<Room> of(String label) {
      String[] parts = label.split(":", -1);
      try {
        return parts.length != 3
            ? Optional.empty()
            : Optional.of(new Room(Long.parseLong(parts[0]),
                new Quota.Usage(Long.parseLong(parts[1]), Long.parseLong(parts[2]))));
      } catch (NumberFormatException e) {
        // silent-ok: that it is none of ours is the answer
        return Optional.empty();
      }
    }
  }
}
