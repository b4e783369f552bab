package dev.ironclaw.system;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ImageBuildBody;
import dev.ironclaw.contract.api.ImageView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Container jobs as a person has them: a Docker engine of its own with a sealed gVisor, a control plane in a process of its
/// own, and the image of workers, built by the product. Either process can be killed and started again.
public final class JobRig implements AutoCloseable {
  private static final String IMAGE = "worker";

  private final Path folder;
  private final String address;
  private final List<String> java;
  private final OwnEngine engine;
  private ControlPlaneProcess controlPlane;

  /// Starts both and builds the image, of packages that an earlier build of the tests fetched where there are some.
  ///
  /// @param folder short, for sockets lie in it; whoever may not see it may pass through it
  /// @param heap of the control plane, for example `512m`
  /// @param atOnce jobs
  public JobRig(Path folder, String heap, int atOnce) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    this.folder = folder.toRealPath();
    this.engine = new OwnEngine(Files.createDirectory(folder.resolve("e")));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.address = "127.0.0.1:" + free.getLocalPort();
    }
    java = List.of("/usr/bin/env", "DOCKER_HOST=" + engine.host(), "JOB_MAX_CONCURRENT=" + atOnce,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
        "-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-Dironclaw.image=" + ControlPlaneProcess.image(), "-cp", ControlPlaneProcess.classPath(),
        "dev.ironclaw.controlplane.Main");
    try {
      lendPackages();
      controlPlane = started();
      buildImage();
    } catch (RuntimeException | IOException e) {
      close();
      throw e;
    }
  }

  private void lendPackages() throws IOException {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "ironclaw", "packages");
    if (Files.isDirectory(cache)) {
      Path own = Files.createDirectories(state().resolve("images").resolve("packages"));
      Files.setPosixFilePermissions(state(), PosixFilePermissions.fromString("rwx------"));
      try (Stream<Path> files = Files.list(cache)) {
        for (Path file : files.toList()) {
          Files.copy(file, own.resolve(file.getFileName()));
        }
      }
    }
  }

  private ControlPlaneProcess started() {
    return ControlPlaneProcess.start(java, state(), List.of("--api-addr", address, "--pool-size", "0",
        "--projects", folder.resolve("p").toString(), "--model-proxy-rps", "10000", "--model-proxy-burst",
        "10000"));
  }

  private void buildImage() {
    try (ControlPlaneClient client = client(); EventStream events = client.events(Optional.empty())) {
      boolean _ = client.images().build(IMAGE, new ImageBuildBody(Optional.empty(), Optional.empty())).words()
          .isEmpty();
      while (image(client).state().equals(ImageView.BUILDING)) {
        StreamEvent _ = events.next().orElseThrow();
      }
      if (!image(client).state().equals(ImageView.READY)) {
        throw new IllegalStateException("the image was not built: " + image(client));
      }
    }
  }

  private static ImageView image(ControlPlaneClient client) {
    return client.images().all().stream().filter(image -> image.name().equals(IMAGE)).findFirst().orElseThrow();
  }

  /// The tag of the image on the engine.
  public String imageTag() {
    try (ControlPlaneClient client = client()) {
      return image(client).tag().orElseThrow();
    }
  }

  public OwnEngine engine() {
    return engine;
  }

  public ControlPlaneProcess controlPlane() {
    return controlPlane;
  }

  /// Starts another one over the same state at the same address, after [ControlPlaneProcess#kill].
  public void startControlPlane() {
    controlPlane = started();
  }

  /// Also good for the control planes that follow this one.
  public ControlPlaneClient client() {
    return controlPlane.client();
  }

  public Path state() {
    return folder.resolve("s");
  }

  /// What the control planes logged.
  public Path log() {
    return folder.resolve("s.log");
  }

  /// Pids of programs whose command line names this folder, save the engine's and the control plane's own.
  public List<String> left() {
    return new ArrayList<>(Leftovers.of(state()));
  }

  @Override
  public void close() {
    if (controlPlane != null) {
      controlPlane.close();
    }
    engine.close();
  }
}
