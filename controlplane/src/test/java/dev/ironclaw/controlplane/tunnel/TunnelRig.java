package dev.ironclaw.controlplane.tunnel;

import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.egress.Network;
import dev.ironclaw.controlplane.kind.HostPattern;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.StateFolder;
import dev.ironclaw.controlplane.testing.WatchedLedger;
import java.io.IOException;
import java.io.OutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/// A tunnel behind a server of its own, over a real audit log, and what a container says to it.
final class TunnelRig implements AutoCloseable {
  static final TunnelLimits LIMITS = TunnelLimits.DEFAULT;

  final StateFolder files;
  final Brake brake = Brake.loose();
  final List<HostPattern> approved = new CopyOnWriteArrayList<>();
  final TunnelGuest guest;
  final Tunnel tunnel;
  /// How tunnels ended, once the log has it.
  final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
  private final Network network;
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final List<Socket> sockets = new ArrayList<>();

  TunnelRig(Path folder, Network network, TunnelLimits limits) throws Exception {
    this.network = network;
    files = new StateFolder(folder, new FakeClock());
    WatchedLedger ledger = new WatchedLedger(new StateLedger(files.state, files.audit));
    ledger.afterBestEffort = event -> {
      if (event.kind().equals("end")) {
        ends.add(event.detail());
      }
    };
    tunnel = new Tunnel(network, new Leaks((_, _, _) -> {}), brake, ledger, limits);
    guest = new TunnelGuest("job", "operator:local", () -> approved, "ask for it with a change", limits);
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.addConnector(connector);
    server.setHandler(new Handler.Abstract() {
      @Override
      public boolean handle(Request request, Response response, Callback callback) {
        tunnel.accept(guest, request, response, callback);
        return true;
      }
    });
    server.start();
  }

  /// A way that was answered.
  record Way(Socket socket, int status, String words) {
    /// Whether the other side hangs up, after what it has said by then.
    boolean isCut() {
      try {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        return true;
      } catch (SocketTimeoutException open) {
        // silent-ok: nobody hung up
        return false;
      } catch (IOException broken) {
        // silent-ok: that is a cut, too
        return true;
      }
    }
  }

  Way connect(String authority) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    sockets.add(socket);
    socket.setSoTimeout(20_000);
    say(socket, "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
    String head = head(socket.getInputStream());
    int status = Integer.parseInt(head.split(" ", 3)[1]);
    return new Way(socket, status, status == 200
        ? head
        : new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  static void say(Socket socket, String words) throws IOException {
    socket.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (head.toString().endsWith("\r\n\r\n")) {
        break;
      }
    }
    return head.toString();
  }

  /// TLS in it, to this name.
  SSLSocket tls(Way way, String name) throws IOException {
    SSLSocket tls = (SSLSocket) network.tls().createSocket(way.socket(), name, 443, true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setServerNames(List.of(new SNIHostName(name)));
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }

  /// What a page says that is asked for in it.
  static String page(SSLSocket tls, String host, String path) throws IOException {
    say(tls, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    return new String(tls.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  String nextEnd() throws InterruptedException {
    return Objects.requireNonNull(ends.poll(20, TimeUnit.SECONDS), "no tunnel has ended");
  }

  /// What the log says about tunnels, oldest first; what is still being written too.
  List<String> log() {
    tunnel.close();
    return files.audit.newest(200).stream().map(AuditRecord::event).filter(event -> event.stage().equals("tunnel"))
        .map(event -> event.kind() + " " + event.detail()).toList();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    tunnel.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("stop the server of the tunnel", e);
    }
    files.close();
  }
}
