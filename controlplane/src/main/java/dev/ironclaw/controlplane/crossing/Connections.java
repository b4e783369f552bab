package dev.ironclaw.controlplane.crossing;

import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/// The open connections of one socket: how many there may be, and how to close them all.
///
/// Threading: any thread.
final class Connections {
  private final int most;
  private final Map<SocketChannel, Optional<EndPoint>> open = new HashMap<>();
  private boolean closed;

  Connections(int most) {
    this.most = most;
  }

  /// False where there are as many as may be, or it is closed: the caller closes the channel.
  synchronized boolean admit(SocketChannel channel) {
    // A channel that failed between accept and end point is told to nobody: it only shows as closed.
    open.keySet().removeIf(known -> !known.isOpen());
    if (closed || open.size() >= most) {
      return false;
    }
    open.put(channel, Optional.empty());
    return true;
  }

  /// False where the socket was closed since the connection was admitted.
  synchronized boolean opened(EndPoint endPoint) {
    channel(endPoint).ifPresent(channel -> open.replace(channel, Optional.of(endPoint)));
    return !closed;
  }

  synchronized void closed(EndPoint endPoint) {
    channel(endPoint).ifPresent(open::remove);
  }

  void closeAll() {
    List<EndPoint> endPoints;
    synchronized (this) {
      closed = true;
      endPoints = open.values().stream().flatMap(Optional::stream).toList();
    }
    endPoints.forEach(EndPoint::close);
  }

  static Optional<SocketAddress> local(EndPoint endPoint) {
    return Optional.ofNullable(endPoint.getLocalSocketAddress());
  }

  private static Optional<SocketChannel> channel(EndPoint endPoint) {
    return endPoint instanceof SocketChannelEndPoint socket ? Optional.of(socket.getChannel()) : Optional.empty();
  }
}
