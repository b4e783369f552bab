package dev.ironclaw.controlplane.crossing;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// HTTP/1.1 for hostile peers on many unix sockets: one shared connector, one file descriptor and no thread for each. A
/// request's local address is the socket that it came in on, which says who asks.
///
/// Threading: any thread. Handlers run on platform threads, because a commit ends in JNI, which would pin a virtual one.
public final class SocketServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketServer.class);
  private static final int HEAD_BYTES = 16 * 1024;

  private final Path runFolder;
  private final SocketModes modes;
  private final Server server;
  private final SocketConnector connector;
  private final Duration idle;
  private final Set<Path> listening = ConcurrentHashMap.newKeySet();

  /// How it runs.
  ///
  /// @param name of its threads
  /// @param threads most that wait for the disk at a time
  /// @param idle time for a request to arrive, and for an idle connection to be used again
  public record Settings(String name, int threads, Duration idle) {}

  /// Starts the connector; no socket is there yet.
  ///
  /// @param runFolder 0700; holds one folder for each socket. Short: a unix socket's path has at most 107 bytes
  /// @param modes [SocketModes#SAME_UID] where the guest runs as the control plane's own user
  /// @param errors answers what is no HTTP, and what failed outside of the handler
  public SocketServer(Path runFolder, SocketModes modes, Settings settings, Handler handler, Request.Handler errors) {
    this.runFolder = runFolder.toAbsolutePath().normalize();
    this.modes = modes;
    this.idle = settings.idle;
    SocketFile.prepareRunFolder(this.runFolder);
    QueuedThreadPool threads = new QueuedThreadPool(settings.threads, 4);
    threads.setName(settings.name);
    threads.setDaemon(true);
    server = new Server(threads);
    connector = new SocketConnector(server, new HttpConnectionFactory(http()));
    connector.setIdleTimeout(idle.toMillis());
    connector.setShutdownIdleTimeout(0);
    server.addConnector(connector);
    server.setHandler(handler);
    server.setErrorHandler(errors);
    try {
      server.start();
    } catch (Exception e) {
      throw new IronclawException(ErrorCode.INTERNAL, "start the " + settings.name + " server below " + this.runFolder,
          e);
    }
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setHttpCompliance(HttpCompliance.STRICT);
    http.setUriCompliance(UriCompliance.RFC3986);
    http.setRequestHeaderSize(HEAD_BYTES);
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    return http;
  }

  /// Where a folder of this name has its socket; nobody listens there by this.
  public SocketFile file(String name) {
    return SocketFile.of(runFolder, name, modes);
  }

  /// Listens there; after a restart of the control plane, again at the same place.
  ///
  /// @param connections open ones; one more is closed unheard
  /// @return stops listening and closes the connections; the socket's file stays
  public Closeable listen(SocketFile file, int connections) {
    // First, so that a sweep at the same time leaves the folder.
    listening.add(file.socket());
    try {
      ServerSocketChannel channel = file.listen();
      Closeable open = connector.listen(file.socket(), channel, new Connections(connections));
      return () -> {
        listening.remove(file.socket());
        IO.close(open);
      };
    } catch (RuntimeException e) {
      listening.remove(file.socket());
      throw e;
    }
  }

  /// Besides, listens on a port of this machine's loopback alone, for the same handler.
  ///
  /// @return the port
  public int listenOnLoopback(int port) {
    ServerConnector loopback = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http()));
    loopback.setHost("127.0.0.1");
    loopback.setPort(port);
    loopback.setIdleTimeout(idle.toMillis());
    server.addConnector(loopback);
    try {
      loopback.start();
    } catch (Exception e) {
      server.removeConnector(loopback);
      throw new IronclawException(ErrorCode.CONFIGURATION, "listen on 127.0.0.1:" + port + ": choose a free port", e);
    }
    return loopback.getLocalPort();
  }

  /// Removes the folders of earlier control planes that nobody listens for now.
  ///
  /// @param glob of the folders' names
  public void sweep(String glob) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(runFolder, glob)) {
      for (Path folder : folders) {
        if (!listening.contains(folder.resolve(SocketFile.NAME))) {
          SocketFile.deleteFolder(folder);
        }
      }
    } catch (IOException e) {
      LOG.warn("step=sweep-sockets problem={}", e.toString());
    }
  }

  /// Stops all of it. The folders stay: they are mounted into containers that outlive the control plane.
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IronclawException(ErrorCode.INTERNAL, "stop the server below " + runFolder, e);
    }
  }
}
