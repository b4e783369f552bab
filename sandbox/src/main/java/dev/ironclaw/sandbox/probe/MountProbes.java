package dev.ironclaw.sandbox.probe;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Tries to make a door of a mount. A symbolic link may be made: it means nothing outside. FIFOs and devices are for
/// [FileCalls].
final class MountProbes {
  private MountProbes() {}

  static List<Finding> run(Target target) {
    List<Finding> findings = new ArrayList<>();
    for (Path folder : List.of(target.workspace(), Path.of("/tmp"))) {
      String where = folder.equals(target.workspace()) ? "workspace" : "tmp";
      findings.add(Attempt.of("plant-socket-" + where, "listen on a socket in " + folder, () -> {
        Path path = folder.resolve("probe.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
          server.bind(UnixDomainSocketAddress.of(path));
          return "listening";
        } finally {
          Files.deleteIfExists(path);
        }
      }));
      findings.add(Attempt.of("plant-hard-link-" + where, "make a hard link in " + folder, () -> {
        Path file = Files.write(folder.resolve("probe.file"), new byte[1]);
        Path link = folder.resolve("probe.link");
        try {
          return Files.createLink(link, file).toString();
        } finally {
          Files.deleteIfExists(link);
          Files.deleteIfExists(file);
        }
      }));
    }
    findings.add(hostSocket(target.workspace()));
    return findings;
  }

  /// Connects to whatever in the workspace lets it.
  private static Finding hostSocket(Path workspace) {
    return Attempt.of("host-socket-in-mount", "connect to a socket in " + workspace, () -> {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(workspace, "*.sock")) {
        for (Path entry : entries) {
          try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(entry))) {
            return "connected to " + entry + ": " + channel.isConnected();
          }
        }
      }
      throw new IOException("there is none");
    });
  }
}
