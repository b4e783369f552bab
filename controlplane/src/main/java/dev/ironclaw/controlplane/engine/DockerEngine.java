package dev.ironclaw.controlplane.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import com.github.dockerjava.api.model.EventType;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Info;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An engine with Docker's API: Docker itself, and Podman as far as it speaks the same.
final class DockerEngine implements Engine {
  private static final int LOG_LINES = 2_000;

  /// For an image to be written and read, which may be large.
  private static final CallLimit LOADING = new CallLimit(Duration.ofMinutes(15));

  private final CallLimit limit;
  private final EngineAddress address;
  private final DockerClient calls;
  private final DockerClient streams;

  /// @param calls has a time limit for each answer
  /// @param streams waits for ever, for what only speaks when something happens
  /// @param limit for each answer
  DockerEngine(EngineAddress address, DockerClient calls, DockerClient streams, CallLimit limit) {
    this.limit = limit;
    this.address = address;
    this.calls = calls;
    this.streams = streams;
  }

  @Override
  public EngineAddress address() {
    return address;
  }

  void ping() {
    asked("ask the engine whether it is there", () -> calls.pingCmd().exec());
  }

  @Override
  public EngineFacts facts() {
    Info info = asked("ask the engine what it is", () -> calls.infoCmd().exec());
    return EngineReading.facts(info);
  }

  @Override
  public void load(InputStream archive) {
    new DockerEngine(address, calls, streams, LOADING).asked("load an image",
        () -> streams.loadImageCmd(archive).exec());
  }

  @Override
  public Optional<ImageFacts> image(String name) {
    return found("look for image " + name, () -> EngineReading.image(calls.inspectImageCmd(name).exec()));
  }

  @Override
  public InputStream save(String name) {
    return asked("read image " + name, () -> streams.saveImageCmd(name).exec());
  }

  @Override
  public boolean removeImage(String name) {
    try {
      answered("remove image " + name, () -> calls.removeImageCmd(name).exec());
      return true;
    } catch (NotFoundException e) {
      // silent-ok: that it is gone is what was wanted
      return true;
    } catch (ConflictException e) {
      // silent-ok: a container has it, which is the answer
      return false;
    }
  }

  @Override
  public String create(ContainerPlan plan) {
    return asked("make container " + plan.name(), () -> ContainerRequest.of(calls, plan).exec().getId());
  }

  @Override
  public void start(String container) {
    asked("start container " + container, () -> calls.startContainerCmd(container).exec());
  }

  @Override
  public void signal(String container, String signal) {
    quietly("send " + signal + " to container " + container,
        () -> calls.killContainerCmd(container).withSignal(signal).exec());
  }

  /// runc hears a signal when it is let go, which the engine does in the same call. gVisor refuses one that stands still any
  /// signal; the engine waits ten seconds for its end and then kills the process itself.
  @Override
  public void kill(String container) {
    Optional<ContainerFacts> standing = inspect(container).filter(found -> found.state().paused());
    if (standing.filter(found -> ContainerProcesses.killStanding(container, found.state().pid())).isPresent()) {
      return;
    }
    try {
      signal(container, "KILL");
    } catch (IronclawException e) {
      if (!isDead(e)) {
        throw e;
      }
      // silent-ok: the engine has killed it and looked before its process was buried
      return;
    }
    if (standing.isPresent()) {
      unpause(container);
    }
  }

  private static boolean isDead(IronclawException problem) {
    return String.valueOf(problem.getMessage()).contains("is zombie and can not be killed");
  }

  /// One that stands already is refused by some engines with 500, so it is looked at first.
  @Override
  public void pause(String container) {
    if (inspect(container).filter(found -> found.state().running() && !found.state().paused()).isEmpty()) {
      return;
    }
    quietly("pause container " + container, () -> calls.pauseContainerCmd(container).exec());
  }

  @Override
  public void unpause(String container) {
    if (inspect(container).filter(found -> found.state().paused()).isEmpty()) {
      return;
    }
    quietly("let container " + container + " run on", () -> calls.unpauseContainerCmd(container).exec());
  }

  @Override
  public void remove(String container) {
    Optional<ContainerFacts> before = inspect(container);
    if (before.filter(found -> found.state().paused()).isPresent()) {
      kill(container);
    }
    try {
      quietly("remove container " + container,
          () -> calls.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec());
    } finally {
      if (before.filter(found -> found.state().running()).isEmpty()) {
        ContainerProcesses.endForgotten(container);
      }
    }
  }

  @Override
  public Optional<ContainerFacts> inspect(String container) {
    return found("read container " + container,
        () -> EngineReading.container(calls.inspectContainerCmd(container).exec()));
  }

  @Override
  public List<ContainerFacts> list(String label, String value) {
    List<Container> rows = asked("list containers",
        () -> calls.listContainersCmd().withShowAll(true).withLabelFilter(Map.of(label, value)).exec());
    return rows.stream().flatMap(row -> inspect(row.getId()).stream()).toList();
  }

  @Override
  public byte[] printed(String container, int most) {
    Tail tail = new Tail(most);
    return found("read what container " + container + " printed", () -> {
      calls.logContainerCmd(container).withStdOut(true).withStdErr(true).withTail(LOG_LINES).exec(tail)
          .awaitCompletion();
      return tail.bytes();
    }).orElse(new byte[0]);
  }

  @Override
  public Attached attach(String container, Attached.Heard heard) {
    return asked("attach to container " + container, () -> DockerAttachment.to(streams, container, heard));
  }

  @Override
  public void volume(String name, Map<String, String> labels) {
    asked("make volume " + name, () -> calls.createVolumeCmd().withName(name).withLabels(labels).exec());
  }

  @Override
  public void removeVolume(String name) {
    try {
      asked("remove volume " + name, () -> calls.removeVolumeCmd(name).exec());
    } catch (IronclawException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
    }
  }

  /// The last frames of a container's output.
  private static final class Tail extends ResultCallback.Adapter<Frame> {
    private final int most;
    private final Deque<byte[]> frames = new ArrayDeque<>();
    private int held;

    Tail(int most) {
      this.most = most;
    }

    @Override
    public void onNext(Frame frame) {
      frames.add(frame.getPayload());
      held += frame.getPayload().length;
      while (held - frames.getFirst().length >= most) {
        held -= frames.removeFirst().length;
      }
    }

    byte[] bytes() {
      ByteArrayOutputStream all = new ByteArrayOutputStream(held);
      frames.forEach(all::writeBytes);
      byte[] bytes = all.toByteArray();
      return Arrays.copyOfRange(bytes, Math.max(0, bytes.length - most), bytes.length);
    }
  }

  @Override
  public AutoCloseable events(String label, String value, Consumer<Happened> listener, Runnable lost) {
    AtomicBoolean closed = new AtomicBoolean();
    ResultCallback.Adapter<Event> callback = new ResultCallback.Adapter<>() {
      @Override
      public void onNext(Event event) {
        happened(event).ifPresent(listener);
      }

      @Override
      public void onError(Throwable problem) {
        super.onError(problem);
        gone();
      }

      @Override
      public void onComplete() {
        super.onComplete();
        gone();
      }

      private void gone() {
        if (closed.compareAndSet(false, true)) {
          lost.run();
        }
      }
    };
    // The engine answers only when something happens: what happens before it has the request is told by this.
    String now = Long.toString(asked("ask the engine for the time", () -> EngineReading.time(calls.infoCmd().exec())));
    asked("follow the engine's events",
        () -> streams.eventsCmd().withSince(now).withEventTypeFilter(EventType.CONTAINER)
            .withLabelFilter(Map.of(label, value)).exec(callback));
    return () -> {
      closed.set(true);
      callback.close();
    };
  }

  private static Optional<Happened> happened(Event event) {
    @Nullable
    EventActor actor = event.getActor();
    if (actor == null || actor.getId() == null || event.getAction() == null) {
      return Optional.empty();
    }
    return Optional.of(new Happened(actor.getId(), event.getAction(),
        Objects.requireNonNullElse(actor.getAttributes(), Map.of())));
  }

  @Override
  public void close() {
    for (DockerClient client : List.of(calls, streams)) {
      try {
        client.close();
      } catch (IOException e) {
        // silent-ok: a connection that can't be closed goes with the process
      }
    }
  }

  private <T extends @Nullable Object> T asked(String what, CallLimit.Call<T> call) {
    try {
      return answered(what, call);
    } catch (NotFoundException e) {
      throw new IronclawException(ErrorCode.NOT_FOUND, what + ": " + said(e), e);
    } catch (ConflictException e) {
      throw new IronclawException(ErrorCode.CONFLICT, what + ": " + said(e), e);
    }
  }

  private <T> Optional<T> found(String what, CallLimit.Call<T> call) {
    try {
      return Optional.of(answered(what, call));
    } catch (NotFoundException | ConflictException e) {
      // silent-ok: that it is not there, or is being removed, is the answer
      return Optional.empty();
    }
  }

  /// Where it stands so already, or is gone, there is nothing to do.
  private void quietly(String what, CallLimit.Call<?> call) {
    try {
      answered(what, call);
    } catch (NotFoundException | NotModifiedException | ConflictException e) {
      // silent-ok: the engine says 404 and 409 where it does not run, which is no failure of what was wanted
    }
  }

  private <T extends @Nullable Object> T answered(String what, CallLimit.Call<T> call) {
    try {
      return limit.within(what, call);
    } catch (NotFoundException | NotModifiedException | ConflictException | IronclawException e) {
      throw e;
    } catch (DockerException e) {
      throw new IronclawException(ErrorCode.BOX_FAILED, what + ": the engine refuses: " + said(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, what + ": interrupted", e);
    } catch (RuntimeException e) {
      // The library wraps what the connection says.
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, what + ": no answer from the container "
          + "engine at " + address.host() + " (" + root(e).getMessage() + "); see that it runs", e);
    }
  }

  private static Throwable root(Throwable problem) {
    Throwable root = problem;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String said(DockerException problem) {
    String message = String.valueOf(problem.getMessage()).strip();
    return message.length() > 500 ? message.substring(0, 500) + "…" : message;
  }
}
