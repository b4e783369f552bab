package dev.ironclaw.controlplane.crossing;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;

/// All sockets on one selector: no acceptor threads, one file descriptor for each socket. A connection belongs to
/// the container on whose socket it came in; the kernel says which, the peer can't.
final class SocketConnector extends AbstractConnector {
  private final SelectorManager selectors;
  private final Map<Path, Connections> sockets = new ConcurrentHashMap<>();

  SocketConnector(Server server, HttpConnectionFactory http) {
    super(server, null, null, null, 0, http);
    selectors = new Selectors();
    installBean(selectors, true);
  }

  /// Listens on one more socket.
  ///
  /// @param channel bound and non-blocking
  /// @return stops listening and closes its connections
  Closeable listen(Path socket, ServerSocketChannel channel, Connections connections) {
    sockets.put(socket, connections);
    Closeable acceptor = selectors.acceptor(channel);
    return () -> {
      sockets.remove(socket);
      IO.close(acceptor);
      IO.close(channel);
      connections.closeAll();
    };
  }

  private Optional<Connections> connections(Optional<SocketAddress> local) {
    return local.filter(UnixDomainSocketAddress.class::isInstance)
        .map(address -> sockets.get(((UnixDomainSocketAddress) address).getPath()));
  }

  @Override
  protected void accept(int acceptor) {
    throw new UnsupportedOperationException("the selector accepts");
  }

  @Override
  public Object getTransport() {
    return selectors;
  }

  private final class Selectors extends SelectorManager {
    Selectors() {
      super(SocketConnector.this.getExecutor(), SocketConnector.this.getScheduler(), 1);
    }

    @Override
    protected void accepted(SelectableChannel accepted) throws IOException {
      SocketChannel channel = (SocketChannel) accepted;
      boolean admitted = connections(Optional.ofNullable(channel.getLocalAddress()))
          .map(socket -> socket.admit(channel))
          .orElse(false);
      if (!admitted) {
        channel.close();
        return;
      }
      channel.configureBlocking(false);
      accept(channel);
    }

    @Override
    protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
      Scheduler scheduler = SocketConnector.this.getScheduler();
      SocketChannelEndPoint endPoint = new SocketChannelEndPoint((SocketChannel) channel, selector, key, scheduler);
      endPoint.setIdleTimeout(getIdleTimeout());
      return endPoint;
    }

    @Override
    public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object attachment) {
      return getDefaultConnectionFactory().newConnection(SocketConnector.this, endPoint);
    }

    @Override
    protected void endPointOpened(EndPoint endPoint) {
      super.endPointOpened(endPoint);
      onEndPointOpened(endPoint);
      if (!connections(Connections.local(endPoint)).map(socket -> socket.opened(endPoint)).orElse(false)) {
        endPoint.close();
      }
    }

    @Override
    protected void endPointClosed(EndPoint endPoint) {
      connections(Connections.local(endPoint)).ifPresent(socket -> socket.closed(endPoint));
      onEndPointClosed(endPoint);
      super.endPointClosed(endPoint);
    }
  }
}
