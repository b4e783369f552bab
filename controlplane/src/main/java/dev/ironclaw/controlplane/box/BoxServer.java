package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.crossing.SocketFile;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.crossing.SocketServer;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.util.IO;

/// Serves the box API on one unix socket for each box, all on one shared connector: one file descriptor and no thread
/// for each.
///
/// Threading: any thread. Doors run on platform threads, because a commit ends in JNI, which would pin a virtual one.
public final class BoxServer implements AutoCloseable {
  /// Most threads that wait for commits at a time; several times what one box may hold.
  private static final int THREADS = 64;

  private final BoxLimits limits;
  private final BoxListener listener;
  private final Clock clock;
  private final SocketServer server;
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
    this.limits = limits;
    this.listener = listener;
    this.clock = clock;
    BoxHandler handler = new BoxHandler(path -> Optional.ofNullable(crossings.get(path)),
        new Doors(listener, answers, clock), answers, modelProxy, tools, limits);
    server = new SocketServer(runFolder, modes, new SocketServer.Settings("box", THREADS, limits.request()), handler,
        new BadRequests(handler, answers));
  }

  /// Listens for this box; after a restart of the control plane, again at the same place.
  public BoxSocket open(BoxId box) {
    return openCrossing(box);
  }

  Crossing openCrossing(BoxId box) {
    SocketFile file = server.file(box.value());
    Listening listening = new Listening(file.socket());
    Crossing crossing = new Crossing(box, file, limits, answers, listener, clock, listening);
    if (crossings.putIfAbsent(file.socket(), crossing) != null) {
      throw new IronclawException(ErrorCode.CONFLICT, "open the socket of " + box
          + ": it is open; every box has its own id");
    }
    try {
      listening.closeable = server.listen(file, limits.connections());
    } catch (IronclawException e) {
      crossings.remove(file.socket());
      throw e;
    }
    return crossing;
  }

  /// Removes the folders of boxes that an earlier control plane left and that nobody listens for now.
  public void sweep() {
    server.sweep("box_*");
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
      server.close();
    }
  }
}
