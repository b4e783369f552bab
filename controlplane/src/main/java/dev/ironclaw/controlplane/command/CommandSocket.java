package dev.ironclaw.controlplane.command;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.CommandApi;
import dev.ironclaw.contract.job.WorkerApi;
import dev.ironclaw.controlplane.crossing.BodyReader;
import dev.ironclaw.controlplane.crossing.BufferBudget;
import dev.ironclaw.controlplane.crossing.EmptyAnswer;
import dev.ironclaw.controlplane.crossing.HangUpWatch;
import dev.ironclaw.controlplane.crossing.SocketFile;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.crossing.SocketServer;
import dev.ironclaw.controlplane.gateway.Timer;
import dev.ironclaw.controlplane.tunnel.Tunnel;
import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sockets that lie in the containers of commands, and what may be said there.
///
/// Threading: any thread.
final class CommandSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommandSocket.class);
  private static final int THREADS = 16;
  private static final Duration REQUEST = Duration.ofSeconds(30);
  private static final int CONNECTIONS = 80;
  private static final long BUFFERED = 64L << 20;
  private static final Pattern WAIT = Pattern.compile("wait=([0-9]{1,3})");

  private final Tunnel tunnel;
  private final Timer timer;
  private final Clock clock;
  private final SocketServer server;
  private final BufferBudget budget = new BufferBudget(BUFFERED);
  private final Map<Path, WarmBox> boxes = new ConcurrentHashMap<>();

  /// @param runFolder 0700; holds one folder for each container. Short: a unix socket's path has at most 107 bytes
  CommandSocket(Path runFolder, SocketModes modes, Tunnel tunnel, Timer timer, Clock clock) {
    this.tunnel = tunnel;
    this.timer = timer;
    this.clock = clock;
    server = new SocketServer(runFolder, modes, new SocketServer.Settings("command", THREADS, REQUEST),
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            found(request).ifPresentOrElse(box -> route(box, request, response, callback), () -> {
              request.getConnectionMetaData().getConnection().close();
              callback.failed(new IOException("the container is gone"));
            });
            return true;
          }
        }, (_, response, callback) -> {
          response.getHeaders().put(HttpHeader.CONNECTION, "close");
          answer(response, callback, response.getStatus(), "this is not HTTP/1.1 as the host has it");
          return true;
        });
    server.sweep("*");
  }

  /// Listens for a container.
  ///
  /// @return where its socket lies, and how to stop
  Open open(WarmBox box) {
    SocketFile file = server.file(box.id().value());
    boxes.put(file.socket(), box);
    try {
      return new Open(this, file, server.listen(file, CONNECTIONS));
    } catch (IronclawException e) {
      boxes.remove(file.socket());
      throw e;
    }
  }

  /// A socket that is listened on.
  record Open(CommandSocket all, SocketFile file, Closeable listening) {
    Path folder() {
      return file.folder();
    }

    void close() {
      all.boxes.remove(file.socket());
      try {
        listening.close();
      } catch (IOException e) {
        LOG.warn("step=close socket={}", file.socket(), e);
      }
      file.deleteAll();
    }
  }

  private Optional<WarmBox> found(Request request) {
    return request.getConnectionMetaData().getLocalSocketAddress() instanceof UnixDomainSocketAddress address
        ? Optional.ofNullable(boxes.get(address.getPath()))
        : Optional.empty();
  }

  private void route(WarmBox box, Request request, Response response, Callback callback) {
    if (request.getMethod().equals("CONNECT")) {
      if (box.isOpen()) {
        tunnel.accept(box.guest(), request, response, callback);
      } else {
        answer(response, callback, 503, "the container is not ready");
      }
      return;
    }
    if (!box.mayAsk()) {
      answer(response, callback, ErrorCode.RATE_LIMITED.status(), "too many requests; wait and ask again");
      return;
    }
    String path = Optional.ofNullable(request.getHttpURI().getPath()).orElse("");
    switch (request.getMethod() + " " + path) {
      case "GET " + WorkerApi.HEALTH -> answer(response, callback, 200, "ok");
      case "GET " + CommandApi.NEXT -> next(box, request, response, callback);
      case "POST " + CommandApi.RESULT -> result(box, request, response, callback);
      default -> answer(response, callback, 404, "there is no such path");
    }
  }

  private void next(WarmBox box, Request request, Response response, Callback callback) {
    Matcher wait = WAIT.matcher(Optional.ofNullable(request.getHttpURI().getQuery()).orElse("wait=0"));
    if (!wait.matches()) {
      answer(response, callback, 400, "the query must be wait=SECONDS");
      return;
    }
    Duration most = Duration.ofSeconds(Math.min(Integer.parseInt(wait.group(1)), WorkerApi.LONGEST_WAIT_SECONDS));
    request.addIdleTimeoutListener(_ -> false);
    Timer.Alarm alarm = timer.at(clock.instant().plus(most), () -> box.waited(response));
    HangUpWatch watch = HangUpWatch.on(request.getConnectionMetaData().getConnection().getEndPoint(),
        () -> box.hungUp(response));
    // After the watch has begun: an answer that comes at once ends it.
    watch.begin();
    box.asked(response, Callback.from(callback, alarm::cancel), watch::release);
  }

  private void result(WarmBox box, Request request, Response response, Callback callback) {
    BodyReader.read(request, CommandApi.MAX_RESULT_BYTES, budget, REQUEST, new BodyReader.Then() {
      @Override
      public void read(ByteBuffer body) {
        int status = 204;
        String words = "";
        try {
          box.said(CommandWire.said(body.array(), body.arrayOffset() + body.position(), body.remaining()));
        } catch (IronclawException e) {
          // silent-ok: the container is told, and nobody else cares
          status = e.code().status();
          words = String.valueOf(e.getMessage());
        } finally {
          budget.release(body.capacity());
        }
        answer(response, callback, status, words);
      }

      @Override
      public void failed(IronclawException failure) {
        answer(response, callback, failure.code().status(), String.valueOf(failure.getMessage()));
      }
    });
  }

  private static void answer(Response response, Callback callback, int status, String words) {
    if (words.isEmpty()) {
      EmptyAnswer.give(response, status, callback);
    } else {
      response.setStatus(status);
      if (status == ErrorCode.TOO_LARGE.status()) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
      }
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
      response.write(true, ByteBuffer.wrap(words.getBytes(StandardCharsets.UTF_8)), callback);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
