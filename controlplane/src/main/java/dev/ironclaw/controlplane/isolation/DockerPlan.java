package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.Sha256;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.engine.ContainerPlan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Turns a [SandboxSpec] into a container.
final class DockerPlan {
  static final String INSTANCE = "ironclaw.instance";
  static final String BOX = "ironclaw.box";
  /// The folders that it was given, as [Bundle.Bound] in JSON, so that they are watched again after a restart.
  static final String BOUND = "ironclaw.bound";
  /// The box's socket on this machine, where its crossing is its input and output.
  static final String SOCKET = "ironclaw.socket";
  private static final String SOCKET_NAME = Path.of(BoxApi.SOCKET).getFileName().toString();
  private static final int INSTANCE_LETTERS = 16;
  private static final int OPEN_FILES = 1024;
  private static final long TEMPORARY = 64L << 20;

  private final String instance;
  private final int guest;
  private final boolean framed;

  /// @param instance and the others as in [DockerSettings]
  DockerPlan(String instance, int guest, EngineCrossing crossing) {
    this.instance = instance;
    this.guest = guest;
    this.framed = crossing == EngineCrossing.STDIO;
  }

  /// @param image the engine's id of the image, compared before
  ContainerPlan of(SandboxSpec spec, DockerWall.Chosen wall, String image) {
    SandboxSpec.Limits limits = spec.limits();
    return new ContainerPlan("ironclaw-" + spec.id().value(), image, spec.image().entrypoint(), command(spec),
        environment(), guest,
        framed ? ContainerPlan.Shape.ATTACHED_BOX : ContainerPlan.Shape.BOX, labels(spec), binds(spec),
        Map.of("/tmp", TEMPORARY), wall.runtime(), wall.wall() != DockerWall.RUNC,
        wall.filtered() ? Optional.of(DockerSeccomp.json(wall.wall())) : Optional.empty(),
        new ContainerPlan.Limits(limits.memoryBytes(), limits.cpuPercent(), limits.pids(), OPEN_FILES),
        volumes(spec));
  }

  /// The folders of this machine that it has, beside its socket's.
  List<Bundle.Bound> bounds(SandboxSpec spec) {
    return framed ? List.of() : Bundle.bounds(spec);
  }

  private Map<String, String> labels(SandboxSpec spec) {
    Map<String, String> labels = new TreeMap<>(Map.of(INSTANCE, instance, BOX, spec.id().value(), BOUND,
        new String(OciJson.write(bounds(spec)), StandardCharsets.UTF_8)));
    if (framed) {
      labels.put(SOCKET, spec.socketFolder().resolve(SOCKET_NAME).toString());
    }
    return labels;
  }

  /// An image's other programs know nothing of frames: what they print is just that.
  private List<String> command(SandboxSpec spec) {
    return framed && spec.command().isEmpty() ? List.of(BoxApi.STDIO_OPTION) : spec.command();
  }

  private List<ContainerPlan.Bind> binds(SandboxSpec spec) {
    if (framed) {
      return List.of();
    }
    List<ContainerPlan.Bind> binds = new ArrayList<>();
    binds.add(new ContainerPlan.Bind(spec.socketFolder(), OciConfigBuilder.SOCKET_FOLDER, false));
    spec.workspace().ifPresent(
        space -> binds.add(new ContainerPlan.Bind(space.folder(), OciConfigBuilder.WORKSPACE, space.writable())));
    return binds;
  }

  private List<ContainerPlan.Volume> volumes(SandboxSpec spec) {
    return framed
        ? spec.workspace().stream()
            .map(space -> new ContainerPlan.Volume(volume(spec.agentGroup()), OciConfigBuilder.WORKSPACE,
                space.writable()))
            .toList()
        : List.of();
  }

  /// One agent's of one control plane, and nobody else's.
  String volume(AgentGroupId agent) {
    String digest = Sha256.hex(instance.getBytes(StandardCharsets.UTF_8));
    return "ironclaw-" + digest.substring(0, INSTANCE_LETTERS) + "-" + agent.value();
  }

  private static Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    OciConfigBuilder.ENVIRONMENT.forEach(line -> {
      int at = line.indexOf('=');
      variables.put(line.substring(0, at), line.substring(at + 1));
    });
    return variables;
  }
}
