package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the box API on one unix socket for each box, all on one shared connector: one file descriptor and no thread
/// for each.
///
/// Threading: any thread. Doors run on platform threads, because a commit ends in JNI, which would pin a virtual one.
public final class BoxServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BoxServer.class);

  /// Most threads that wait for commits at a time; several times what one box may hold.
  private static final int THREADS = 64;

  private final Path runFolder;
  private final SocketModes modes;
  private final BoxLimits limits;
  private final BoxListener listener;
  private final Clock clock;
  private final Server server;
  private final BoxConnector connector;
  private final BoxAnswers answers = new BoxAnswers();
  private final Map<Path, Crossing> crossings = new ConcurrentHashMap<>();

  /// Starts the connector for guests that have another uid and no tools of the host; no box listens yet.
  ///
  /// @param runFolder 0700; holds one folder for each box. Short: a unix socket's path has at most 107 bytes
  public BoxServer(Path runFolder, ModelProxy modelProxy, BoxListener listener, Clock clock) {
    this(runFolder, modelProxy, new ToolDoor(), listener, clock, SocketModes.OTHER_UID, BoxLimits.DEFAULT);
  }

  /// Starts the connector; no box listens yet.
  ///
  /// @param modes [SocketModes#SAME_UID] where the guest runs as the control plane's own user
  public BoxServer(Path runFolder, ModelProxy modelProxy, ToolDoor tools, BoxListener listener, Clock clock,
      SocketModes modes, BoxLimits limits) {
    this.runFolder = runFolder.toAbsolutePath().normalize();
    this.modes = modes;
    this.limits = limits;
    this.listener = listener;
    this.clock = clock;
    SocketFile.prepareRunFolder(this.runFolder);
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
    threads.setName("box");
    threads.setDaemon(true);
    server = new Server(threads);
    connector = new BoxConnector(server, new HttpConnectionFactory(http()));
    connector.setIdleTimeout(limits.request().toMillis());
    connector.setShutdownIdleTimeout(0);
    server.addConnector(connector);
    BoxHandler handler = new BoxHandler(path -> Optional.ofNullable(crossings.get(path)),
        new Doors(listener, answers, clock), answers, modelProxy, tools, limits);
    server.setHandler(handler);
    server.setErrorHandler(new BadRequests(handler, answers));
    try {
      server.start();
    } catch (Exception e) {
      throw new IronclawException(ErrorCode.INTERNAL, "start the box server below " + this.runFolder, e);
    }
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setHttpCompliance(HttpCompliance.STRICT);
    http.setUriCompliance(UriCompliance.RFC3986);
    http.setRequestHeaderSize(16 * 1024);
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    return http;
  }

  /// Listens for this box; after a restart of the control plane, again at the same place.
  public BoxSocket open(BoxId box) {
    return openCrossing(box);
  }

  Crossing openCrossing(BoxId box) {
    SocketFile file = SocketFile.of(runFolder, box, modes);
    BoxConnections connections = new BoxConnections(limits.connections());
    Listening listening = new Listening(file.socket());
    Crossing crossing = new Crossing(box, file, limits, answers, listener, clock, listening);
    if (crossings.putIfAbsent(file.socket(), crossing) != null) {
      throw new IronclawException(ErrorCode.CONFLICT, "open the socket of " + box
          + ": it is open; every box has its own id");
    }
    try {
      ServerSocketChannel channel = file.listen();
      listening.closeable = connector.listen(file.socket(), channel, connections);
    } catch (IronclawException e) {
      crossings.remove(file.socket());
      throw e;
    }
    return crossing;
  }

  /// Removes the folders of boxes that an earlier control plane left and that nobody listens for now.
  public void sweep() {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(runFolder, "box_*")) {
      for (Path folder : folders) {
        Path socket = folder.resolve(SocketFile.NAME);
        if (!crossings.containsKey(socket)) {
          Files.deleteIfExists(socket);
          Files.delete(folder);
        }
      }
    } catch (IOException e) {
      LOG.warn("step=sweep-sockets problem={}", e.toString());
    }
  }

  /// Stops one box's socket.
  private final class Listening implements Runnable {
    private final Path socket;
    private Closeable closeable = () -> {};

    Listening(Path socket) {
      this.socket = socket;
    }

    @Override
    public void run() {
      crossings.remove(socket);
      IO.close(closeable);
    }
  }

  /// Stops listening. The folders stay: they are mounted into boxes that outlive the control plane, and [#open] listens
  /// there again.
  @Override
  public void close() {
    try {
      List.copyOf(crossings.values()).forEach(Crossing::suspend);
    } finally {
      stop();
    }
  }

  private void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IronclawException(ErrorCode.INTERNAL, "stop the box server below " + runFolder, e);
    }
  }
}
