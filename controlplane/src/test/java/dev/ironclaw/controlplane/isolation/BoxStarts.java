package dev.ironclaw.controlplane.isolation;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/// One timed start of a box, and the plain `runsc run` that it is compared with.
public final class BoxStarts {
  private final TestBoxes boxes;
  private final ProcessRunner processes = new ProcessRunner();
  private final RunscIsolator isolator;
  private final RootfsImage agent = ImageFolder.load(TestBoxes.imageFolder()).agent();

  /// One start of the real agent.
  ///
  /// @param launched nanoseconds until the runtime had started it
  /// @param greeted nanoseconds until its hello had arrived
  /// @param bytes proportional set size then
  public record Start(long launched, long greeted, long bytes) {}

  public BoxStarts(Path folder) {
    this.boxes = new TestBoxes(folder);
    this.isolator = new RunscIsolator(boxes.settings(true), processes);
  }

  /// Nanoseconds of `runsc run` of busybox `true`, with the flags of a box.
  public long reference() throws IOException {
    SandboxSpec spec = boxes.spec(boxes.busybox(List.of("true")));
    Path bundle = Files.createDirectories(boxes.top.resolve("reference").resolve(spec.id().value()));
    Files.write(bundle.resolve("config.json"),
        OciJson.write(new OciConfigBuilder(RunMode.ofThisProcess(), SeccompProfile.load()).build(spec, boxes.top)));
    RunscSettings settings = boxes.settings(true);
    List<String> command = new java.util.ArrayList<>(
        List.of(settings.runsc().toString(), "--root=" + boxes.top.resolve("reference-root")));
    command.addAll(Runsc.sealedFlags(settings.mode()));
    command.addAll(List.of("run", "--bundle", bundle.toString(), spec.id().value()));
    long began = System.nanoTime();
    ProcessRunner.Outcome outcome = processes.run(command, Duration.ofSeconds(20));
    long took = System.nanoTime() - began;
    if (!outcome.succeeded()) {
      throw new IOException(outcome.output());
    }
    return took;
  }

  public Start cold() throws IOException {
    SandboxSpec spec = boxes.spec(agent);
    Path socket = spec.socketFolder().resolve("host.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw--w--w-"));
      long began = System.nanoTime();
      Box box = isolator.launch(spec);
      long launched = System.nanoTime() - began;
      awaitHello(server);
      long greeted = System.nanoTime() - began;
      long bytes = box.outside().memoryBytes();
      box.stop(Duration.ZERO);
      return new Start(launched, greeted, bytes);
    }
  }

  private static void awaitHello(ServerSocketChannel server) throws IOException {
    while (true) {
      try (SocketChannel client = server.accept()) {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        client.read(buffer);
        if (new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).startsWith("POST /v1/hello")) {
          return;
        }
      }
    }
  }
}
