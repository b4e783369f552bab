package dev.ironclaw.controlplane.engine;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.LogConfig;
import dev.ironclaw.controlplane.engine.EngineFacts.OciRuntime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what an engine says. What it leaves out is taken for the weaker of the two.
final class EngineReading {
  private EngineReading() {}

  static EngineFacts facts(Info info) {
    return new EngineFacts(text(info.getId()), text(info.getServerVersion()), text(info.getOperatingSystem()),
        runtimes(info.getRawValues().get("Runtimes")),
        Objects.requireNonNullElse(info.getSecurityOptions(), List.of()));
  }

  /// The engine's own clock, in seconds: it may run on another machine.
  static long time(Info info) {
    return instant(text(info.getSystemTime())).orElse(Instant.EPOCH).getEpochSecond();
  }

  /// As the engine said it: the library leaves out what a runtime is started with.
  private static Map<String, OciRuntime> runtimes(@Nullable Object said) {
    Map<String, OciRuntime> runtimes = new HashMap<>();
    if (said instanceof Map<?, ?> all) {
      all.forEach((name, runtime) -> {
        if (runtime instanceof Map<?, ?> one) {
          List<String> words = one.get("runtimeArgs") instanceof List<?> list
              ? list.stream().map(String::valueOf).toList()
              : List.of();
          runtimes.put(String.valueOf(name), new OciRuntime(String.valueOf(one.get("path")), words));
        }
      });
    }
    return runtimes;
  }

  static ContainerFacts container(InspectContainerResponse found) {
    HostConfig host = found.getHostConfig();
    List<String> security = Objects.requireNonNullElse(host.getSecurityOpts(), List.of());
    return new ContainerFacts(text(found.getId()), text(found.getImageId()),
        text(found.getName()).replaceFirst("^/", ""),
        Objects.requireNonNullElse(found.getConfig().getLabels(), Map.of()), text(host.getRuntime()),
        text(host.getNetworkMode()), text(found.getConfig().getUser()), !isFalse(host.getPrivileged()),
        !isTrue(host.getReadonlyRootfs()), names(host.getCapDrop()).contains(Capability.ALL.name()),
        names(host.getCapAdd()), security.stream().noneMatch(EngineReading::forbidsNewPrivileges),
        security.stream().noneMatch(option -> option.replace(':', '=').equals("seccomp=unconfined")), shared(host),
        devices(host), binds(found), limits(host), state(found.getState()),
        Objects.requireNonNullElse(found.getExecIds(), List.of()), isKept(host));
  }

  private static boolean isKept(HostConfig host) {
    return host.getLogConfig() == null || host.getLogConfig().getType() != LogConfig.LoggingType.NONE;
  }

  static ImageShelf.ImageFacts image(InspectImageResponse image) {
    List<String> layers = image.getRootFS() == null
        ? List.of()
        : Objects.requireNonNullElse(image.getRootFS().getLayers(), List.of());
    ContainerConfig config = Objects.requireNonNullElseGet(image.getConfig(), ContainerConfig::new);
    return new ImageShelf.ImageFacts(text(image.getId()), layers, number(image.getSize()), text(config.getUser()),
        config.getEntrypoint() == null ? List.of() : List.of(config.getEntrypoint()));
  }

  private static boolean forbidsNewPrivileges(String option) {
    return option.equals("no-new-privileges") || option.replace('=', ':').equals("no-new-privileges:true");
  }

  private static List<String> names(Capability @Nullable [] capabilities) {
    return capabilities == null ? List.of() : Arrays.stream(capabilities).map(Enum::name).toList();
  }

  private static List<String> shared(HostConfig host) {
    List<String> shared = new ArrayList<>();
    if (!text(host.getPidMode()).isEmpty()) {
      shared.add("pid");
    }
    if (!List.of("none", "private").contains(text(host.getIpcMode()))) {
      shared.add("ipc");
    }
    if (!text(host.getUtSMode()).isEmpty()) {
      shared.add("uts");
    }
    if (text(host.getUsernsMode()).equals("host")) {
      shared.add("user");
    }
    if (text(host.getCgroupnsMode()).equals("host")) {
      shared.add("cgroup");
    }
    return shared;
  }

  private static List<String> devices(HostConfig host) {
    List<String> devices = new ArrayList<>();
    if (host.getDevices() != null) {
      Arrays.stream(host.getDevices()).forEach(device -> devices.add(text(device.getPathOnHost())));
    }
    Optional.ofNullable(host.getDeviceCgroupRules()).ifPresent(devices::addAll);
    Optional.ofNullable(host.getDeviceRequests())
        .ifPresent(requests -> requests.forEach(request -> devices.add(text(request.getDriver()))));
    return devices;
  }

  private static List<ContainerFacts.Bind> binds(InspectContainerResponse found) {
    return Objects.requireNonNullElse(found.getMounts(), List.<InspectContainerResponse.Mount>of()).stream()
        .filter(mount -> !text(mount.getSource()).isEmpty() || !text(mount.getName()).isEmpty())
        .map(mount -> new ContainerFacts.Bind(source(mount),
            mount.getDestination() == null ? "" : text(mount.getDestination().getPath()), !isFalse(mount.getRW())))
        .toList();
  }

  private static String source(InspectContainerResponse.Mount mount) {
    String volume = text(mount.getName());
    return volume.isEmpty() ? text(mount.getSource()) : ContainerFacts.Bind.VOLUME + volume;
  }

  private static ContainerPlan.Limits limits(HostConfig host) {
    long period = number(host.getCpuPeriod());
    int percent = period == 0
        ? (int) (number(host.getNanoCPUs()) / 10_000_000)
        : (int) (number(host.getCpuQuota()) * 100 / period);
    int files = host.getUlimits() == null
        ? 0
        : Arrays.stream(host.getUlimits()).filter(limit -> "nofile".equals(limit.getName()))
            .mapToInt(limit -> limit.getHardLong().intValue()).findFirst().orElse(0);
    return new ContainerPlan.Limits(Math.max(number(host.getMemory()), number(host.getMemorySwap())), percent,
        (int) number(host.getPidsLimit()), files);
  }

  private static ContainerFacts.State state(InspectContainerResponse.ContainerState state) {
    return new ContainerFacts.State(isTrue(state.getRunning()), isTrue(state.getPaused()),
        (int) number(state.getPidLong()), (int) number(state.getExitCodeLong()), isTrue(state.getOOMKilled()),
        instant(text(state.getStartedAt())));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return text.isEmpty() || text.startsWith("0001-") ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      // silent-ok: a time in other words says nothing
      return Optional.empty();
    }
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  private static boolean isFalse(@Nullable Boolean value) {
    return Boolean.FALSE.equals(value);
  }

  private static long number(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
