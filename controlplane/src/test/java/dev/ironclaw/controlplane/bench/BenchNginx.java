package dev.ironclaw.controlplane.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A plain reverse proxy to measure against: nginx between a unix socket and the same server, with connections kept on
/// both sides and nothing buffered or logged.
final class BenchNginx implements AutoCloseable {
  private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/bin/nginx"),
      Path.of("/usr/local/sbin/nginx"), Path.of("/opt/homebrew/bin/nginx"));

  private final Process process;
  private final Path socket;

  private BenchNginx(Process process, Path socket) {
    this.process = process;
    this.socket = socket;
  }

  /// Empty where this machine has none.
  static Optional<BenchNginx> start(Path folder, InetSocketAddress upstream) throws IOException, InterruptedException {
    Optional<Path> program = PLACES.stream().filter(Files::isExecutable).findFirst();
    if (program.isEmpty()) {
      return Optional.empty();
    }
    Path socket = folder.resolve("n.sock");
    Path settings = folder.resolve("nginx.conf");
    Files.writeString(settings, """
        worker_processes auto;
        pid FOLDER/nginx.pid;
        error_log FOLDER/error.log;
        events { worker_connections 2048; }
        http {
          access_log off;
          client_body_temp_path FOLDER/b;
          proxy_temp_path FOLDER/p;
          fastcgi_temp_path FOLDER/f;
          uwsgi_temp_path FOLDER/u;
          scgi_temp_path FOLDER/s;
          keepalive_requests 10000000;
          upstream model { server UPSTREAM; keepalive 256; keepalive_requests 10000000; }
          server {
            listen unix:SOCKET;
            location / {
              proxy_pass http://model;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_buffering off;
            }
          }
        }
        """.replace("FOLDER", folder.toString()).replace("SOCKET", socket.toString())
        .replace("UPSTREAM", upstream.getAddress().getHostAddress() + ":" + upstream.getPort()));
    Process process = new ProcessBuilder(program.get().toString(), "-c", settings.toString(), "-p", folder.toString(),
        "-g", "daemon off;").redirectErrorStream(true).redirectOutput(folder.resolve("out.log").toFile()).start();
    for (int i = 0; i < 100 && !Files.exists(socket) && process.isAlive(); i++) {
      Thread.sleep(50); // sleep-ok: another program starts, and says nothing of it
    }
    if (!Files.exists(socket)) {
      process.destroy();
      throw new IllegalStateException("nginx did not start: " + Files.readString(folder.resolve("out.log")));
    }
    return Optional.of(new BenchNginx(process, socket));
  }

  UnixDomainSocketAddress address() {
    return UnixDomainSocketAddress.of(socket);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
