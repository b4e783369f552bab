package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.crossing.Allowance;
import dev.ironclaw.controlplane.crossing.BodyReader;
import dev.ironclaw.controlplane.crossing.EmptyAnswer;
import dev.ironclaw.controlplane.crossing.HangUpWatch;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import dev.ironclaw.controlplane.modelproxy.ModelRequest;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the box by the socket that a request came in on and the door by its path, and lets the request in or not.
final class BoxHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(BoxHandler.class);
  private static final int METHOD_NOT_ALLOWED = 405;

  private final Function<Path, Optional<Crossing>> crossings;
  private final Doors doors;
  private final BoxAnswers answers;
  private final ModelProxy modelProxy;
  private final ToolDoor tools;
  private final BoxLimits limits;
  private final BufferBudgets budgets;

  BoxHandler(Function<Path, Optional<Crossing>> crossings, Doors doors, BoxAnswers answers, ModelProxy modelProxy,
      ToolDoor tools, BoxLimits limits) {
    this.crossings = crossings;
    this.doors = doors;
    this.answers = answers;
    this.modelProxy = modelProxy;
    this.tools = tools;
    this.limits = limits;
    this.budgets = new BufferBudgets(limits.bufferedBytes());
  }

  /// The box whose socket this is; empty once it is closed.
  Optional<Crossing> crossing(Request request) {
    return request.getConnectionMetaData().getLocalSocketAddress() instanceof UnixDomainSocketAddress address
        ? crossings.apply(address.getPath())
        : Optional.empty();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Optional<Crossing> crossing = crossing(request);
    if (crossing.isEmpty()) {
      request.getConnectionMetaData().getConnection().close();
      callback.failed(new IllegalStateException("the box is closed"));
      return true;
    }
    Exchange exchange = new Exchange(crossing.get(), request, response, callback);
    exchange.guarded(exchange::route);
    return true;
  }

  /// How a call that waits can end before its answer.
  private record Ends(Runnable hungUp, Runnable stopped) {
    static final Ends NOT_YET = new Ends(() -> {}, () -> {});
  }

  /// One request on its way through its door.
  private final class Exchange {
    private final Crossing crossing;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private Optional<Door> door = Optional.empty();

    Exchange(Crossing crossing, Request request, Response response, Callback callback) {
      this.crossing = crossing;
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    /// Whatever becomes of the step, what the call holds is given back: an Error must not cost the box a place.
    void guarded(Runnable step) {
      boolean ends = false;
      try {
        answering(step);
        ends = true;
      } finally {
        if (!ends) {
          callback.failed(new IllegalStateException("the host failed"));
        }
      }
    }

    private void answering(Runnable step) {
      try {
        step.run();
      } catch (IronclawException e) {
        refuse(e, e.code().status());
      } catch (RuntimeException | Error e) {
        LOG.error("box={} door={} failed", crossing.box(), doorName(), e);
        refuse(new IronclawException(ErrorCode.INTERNAL, "the host failed; try again"),
            ErrorCode.INTERNAL.status());
      }
    }

    void route() {
      String path = Optional.ofNullable(request.getHttpURI().getPath()).orElse("");
      Door found = Door.of(path).orElseThrow(
          () -> new IronclawException(ErrorCode.NOT_FOUND, "there is no such door; see the box API"));
      door = Optional.of(found);
      if (!request.getMethod().equals(found.method())) {
        response.getHeaders().put(HttpHeader.ALLOW, found.method());
        refuse(new IronclawException(ErrorCode.INVALID_REQUEST, "use " + found.method()), METHOD_NOT_ALLOWED);
        return;
      }
      if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "speak HTTP/1.1");
      }
      if (request.getHttpURI().getQuery() != null && found != Door.EVENTS && !isModelsOwn(found)) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "this door takes no query");
      }
      Optional<Bound> bound = crossing.bound();
      if (bound.isEmpty() && !found.isOpenUnbound()) {
        throw new IronclawException(ErrorCode.BOX_UNBOUND, doorName()
            + ": this box belongs to no session yet; wait for the bound event");
      }
      enter(found);
    }

    /// Gemini's way to ask for a stream; the host writes its own query.
    private boolean isModelsOwn(Door found) {
      return found == Door.MODEL && "alt=sse".equals(request.getHttpURI().getQuery());
    }

    private void enter(Door entered) {
      Allowance budget = budgets.forBody(entered, crossing.buffers());
      crossing.enter(entered);
      if (entered == Door.EVENTS) {
        crossing.leave(entered);
        crossing.listen(new EventStream(request, response, callback, after(), limits.streamBytes()));
        return;
      }
      BodyReader.read(request, entered.mostBytes(), budget, limits.request(), new BodyReader.Then() {
        @Override
        public void read(ByteBuffer body) {
          AtomicBoolean left = new AtomicBoolean();
          Callback leaving = Callback.from(callback, () -> {
            if (left.compareAndSet(false, true)) {
              budget.release(body.capacity());
              crossing.leave(entered);
              crossing.stops().ends(response);
            }
          });
          Exchange inside = new Exchange(crossing, request, response, leaving);
          inside.door = door;
          inside.guarded(() -> inside.act(entered, body));
        }

        @Override
        public void failed(IronclawException failure) {
          crossing.leave(entered);
          refuse(failure, failure.code().status());
        }
      });
    }

    /// Takes what the box is bound to again: rights may have changed while the body came.
    private void act(Door entered, ByteBuffer body) {
      Optional<Bound> bound = crossing.bound();
      switch (entered) {
        case HELLO -> answer(doors.hello(crossing, body));
        case COMMIT -> answer(doors.commit(crossing, body));
        case STATE -> state(bound.orElseThrow());
        case PARTIAL -> answer(doors.partial(crossing, bound.orElseThrow(), body));
        case HEARTBEAT -> answer(doors.heartbeat(crossing, body));
        case PERSONA -> answer(doors.persona(bound.orElseThrow()));
        case MODEL -> model(bound.orElseThrow(), body);
        case TOOLS -> tool(bound.orElseThrow(), body);
        case EVENTS -> throw new IllegalStateException("the event stream has no body");
      }
    }

    /// The turn ends before the box has the answer, so that its next read finds it free; the bytes are held until then.
    private void state(Bound bound) {
      StateReservation held = new StateReservation(budgets.forState(crossing.buffers()));
      Exchange inside = new Exchange(crossing, request, response, Callback.from(callback, held::release));
      inside.door = door;
      inside.guarded(() -> {
        crossing.enterState();
        byte[] json;
        try {
          json = doors.state(bound, held);
        } finally {
          crossing.leaveState();
        }
        inside.answer(json);
      });
    }

    private long after() {
      String query = request.getHttpURI().getQuery();
      if (query == null) {
        return 0;
      }
      if (!query.matches("after=\\d{1,18}")) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "events: the query must be after=SEQ");
      }
      return Long.parseLong(query.substring("after=".length()));
    }

    private void model(Bound bound, ByteBuffer body) {
      String path = request.getHttpURI().getPath().substring(BoxApi.MODEL.length());
      whileItWaits(bound, watch -> {
        ModelProxy.Running call = modelProxy.forward(new ModelRequest(bound.session(),
            new AgentGroupId(bound.config().agentGroupId()), new ModelChoice(bound.upstream(), bound.config().model()),
            path, request.getHeaders(), body), response, callback, watch::release, failure -> {
              watch.release();
              refuse(failure, failure.code().status());
            });
        return new Ends(call::hungUp, call::stopped);
      });
    }

    private void tool(Bound bound, ByteBuffer body) {
      String name = request.getHttpURI().getPath().substring(BoxApi.TOOLS.length() + 1);
      ToolDoor.Asked asked = doors.tool(bound, name, body);
      whileItWaits(bound, watch -> {
        crossing.stops().check(Optional.of(asked.request().origin()), bound.queue());
        return tool(watch, asked);
      });
    }

    private Ends tool(HangUpWatch watch, ToolDoor.Asked asked) {
      ToolRun run = tools.call(asked, crossing::bound, new ToolRun.Then() {
        @Override
        public void answered(HostToolAnswer answer) {
          watch.release();
          guarded(() -> answer(answers.tool(answer)));
        }

        @Override
        public void failed(IronclawException failure) {
          watch.release();
          refuse(failure, failure.code().status());
        }

        @Override
        public void gone() {
          callback.failed(new EofException("the box hung up"));
        }
      });
      return new Ends(run::hungUp, run::stopped);
    }

    /// Starts what may be silent for longer than a connection may be idle, and ends it when the box hangs up or a person
    /// stops the turn.
    private void whileItWaits(Bound bound, Function<HangUpWatch, Ends> start) {
      AtomicReference<Ends> call = new AtomicReference<>(Ends.NOT_YET);
      AtomicBoolean gone = new AtomicBoolean();
      AtomicBoolean stopped = new AtomicBoolean();
      crossing.stops().begins(response, () -> {
        stopped.set(true);
        call.get().stopped().run();
      });
      crossing.stops().check(bound.queue());
      request.addIdleTimeoutListener(timeout -> false);
      HangUpWatch watch = HangUpWatch.on(request.getConnectionMetaData().getConnection().getEndPoint(),
          () -> {
            gone.set(true);
            call.get().hungUp().run();
          });
      try {
        call.set(start.apply(watch));
        watch.begin();
        if (gone.get()) {
          call.get().hungUp().run();
        } else if (stopped.get()) {
          call.get().stopped().run();
        }
      } catch (RuntimeException | Error e) {
        watch.release();
        throw e;
      }
    }

    private void answer(byte[] json) {
      if (json.length == 0) {
        EmptyAnswer.give(response, 204, callback);
        return;
      }
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      response.write(true, ByteBuffer.wrap(json), callback);
    }

    private void refuse(IronclawException failure, int status) {
      String detail = String.valueOf(failure.getMessage());
      if (failure.code() != ErrorCode.BOX_UNBOUND && failure.code() != ErrorCode.UPSTREAM_FAILED) {
        crossing.refusals().refused(doorName(), status, detail);
      }
      if (failure.code() == ErrorCode.RATE_LIMITED) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
      }
      if (failure.code() == ErrorCode.TOO_LARGE) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
      }
      response.setStatus(status);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
      response.write(true, ByteBuffer.wrap(answers.problem(failure.code(), status, detail)), callback);
    }

    private String doorName() {
      return door.map(known -> known.name().toLowerCase(Locale.ROOT)).orElse("unknown");
    }
  }
}
