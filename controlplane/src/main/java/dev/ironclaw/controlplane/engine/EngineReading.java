package dev.ironclaw.controlplane.engine;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ContainerNetwork;
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
import java.util.stream.Stream;
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
          runtimes.put(String.valueOf(name), new OciRuntime(program(String.valueOf(name), one), words));
        }
      });
    }
    return runtimes;
  }

  /// Of one that containerd starts by its type an engine says no more than the name under which it was registered.
  private static String program(String name, Map<?, ?> runtime) {
    return Stream.of("path", "runtimeType").map(runtime::get).filter(String.class::isInstance).map(String.class::cast)
        .filter(text -> !text.isEmpty()).findFirst().orElse(name);
  }

  static ContainerFacts container(InspectContainerResponse found) {
    HostConfig host = found.getHostConfig();
    List<String> security = Objects.requireNonNullElse(host.getSecurityOpts(), List.of());
    return new ContainerFacts(text(found.getId()), text(found.getImageId()),
        text(found.getName()).replaceFirst("^/", ""),
        Objects.requireNonNullElse(found.getConfig().getLabels(), Map.of()), environment(found),
        text(host.getRuntime()),
        text(host.getNetworkMode()), text(found.getConfig().getUser()), !isFalse(host.getPrivileged()),
        !isTrue(host.getReadonlyRootfs()), names(host.getCapDrop()).contains(Capability.ALL.name()),
        names(host.getCapAdd()), security.stream().noneMatch(EngineReading::forbidsNewPrivileges),
        filter(host, security), isOpen(found), networks(found), shared(host),
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
        config.getEntrypoint() == null ? List.of() : List.of(config.getEntrypoint()),
        config.getEnv() == null ? List.of() : List.of(config.getEnv()));
  }

  /// As it was given, save that none is always the same word.
  private static String filter(HostConfig host, List<String> security) {
    String given = security.stream().filter(option -> option.startsWith("seccomp=") || option.startsWith("seccomp:"))
        .map(option -> option.substring("seccomp=".length())).findFirst().orElse("");
    return isFalse(host.getPrivileged()) ? given : ContainerFacts.UNCONFINED;
  }

  /// As the engine said it: the library leaves out what is hidden of the kernel.
  private static boolean isOpen(InspectContainerResponse found) {
    return !(found.getRawValues().get("HostConfig") instanceof Map<?, ?> host)
        || Stream.of("MaskedPaths", "ReadonlyPaths")
            .anyMatch(name -> !(host.get(name) instanceof List<?> paths) || paths.isEmpty());
  }

  private static List<String> environment(InspectContainerResponse found) {
    return found.getConfig().getEnv() == null ? List.of() : List.of(found.getConfig().getEnv());
  }

  private static List<String> networks(InspectContainerResponse found) {
    return found.getNetworkSettings() == null
        ? List.of()
        : Objects.requireNonNullElse(found.getNetworkSettings().getNetworks(), Map.<String, ContainerNetwork>of())
            .keySet()
            .stream().filter(name -> !name.equals("none")).sorted().toList();
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
    if (!text(host.getCgroupnsMode()).equals("private")) {
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
    // Swap is told as the sum of both: 0 is the engine's own choice of more, -1 as much as there is.
    long swap = number(host.getMemorySwap());
    return new ContainerPlan.Limits(
        swap <= 0 ? ContainerFacts.WITHOUT_END : Math.max(number(host.getMemory()), swap), percent,
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
