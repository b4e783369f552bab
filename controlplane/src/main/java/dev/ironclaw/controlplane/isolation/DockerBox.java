package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.engine.ContainerDrift;
import dev.ironclaw.controlplane.engine.ContainerFacts;
import dev.ironclaw.controlplane.engine.ContainerWatch;
import dev.ironclaw.controlplane.engine.Engine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One container.
///
/// Threading: any thread.
final class DockerBox implements Box, ContainerWatch.Watched {
  private static final Logger LOG = LoggerFactory.getLogger(DockerBox.class);
  private static final Duration AFTER_KILL = Duration.ofSeconds(15);
  private static final int KILLED = 137;

  private final BoxId id;
  private final String container;
  private final Host host;
  private final CompletableFuture<BoxExit> exit = new CompletableFuture<>();
  private final CompletableFuture<String> outgrown = new CompletableFuture<>();
  private final AtomicReference<Told> told = new AtomicReference<>(Told.NOTHING);
  private final AtomicBoolean ending = new AtomicBoolean();
  /// Stops that are under way.
  private final AtomicInteger stops = new AtomicInteger();
  private volatile @Nullable BoxWatch watched;
  private volatile @Nullable StdioCrossings crossing;
  /// As it was read after its start.
  private volatile @Nullable ContainerFacts begun;
  private volatile int pid;
  private volatile String printed = "";

  /// What is around every box.
  ///
  /// @param remover see [dev.ironclaw.controlplane.engine.Strays#remove(String)]
  /// @param gone called when nothing of it is left
  /// @param unanswered called where the engine left a call without an answer
  record Host(Engine engine, HostProcesses processes, FolderWatch watch, DockerWall wall,
      Consumer<String> remover, Runnable gone, Runnable unanswered) {}

  /// Why it was told to end.
  private record Told(Cause cause, String why) {
    static final Told NOTHING = new Told(Cause.OWN, "");
  }

  DockerBox(BoxId id, String container, Host host) {
    this.id = id;
    this.container = container;
    this.host = host;
  }

  /// The engine's id.
  String container() {
    return container;
  }

  /// Once the engine has started it.
  void running(List<Bundle.Bound> bounds, ContainerFacts facts) {
    pid = facts.state().pid();
    begun = facts;
    HeldFiles held = new HeldFiles(Path.of("/proc"), this::pids);
    BoxWatch watching = new BoxWatch(held, this::end, outgrown);
    watched = watching;
    watching.begin(host.watch(), bounds);
    if (!facts.state().running()) {
      look();
    }
  }

  /// Its crossing is its input and output: from now on they lead to its socket.
  void attach(Path socket) {
    crossingTo(socket).join();
  }

  /// The same for one that runs already, as soon as the engine does it: it does not while the box stands still.
  void attachAgain(Path socket) {
    crossingTo(socket).lost();
  }

  private StdioCrossings crossingTo(Path socket) {
    StdioCrossings made = new StdioCrossings(host.engine(), container, socket,
        what -> end(Cause.OFFENCE, what), this::look);
    crossing = made;
    return made;
  }

  /// Lets go of its input and output; it runs on.
  void detach() {
    StdioCrossings made = crossing;
    if (made != null) {
      made.close();
    }
  }

  /// Where it can't be started or adopted.
  void abandon() {
    ending.set(true);
    removeAll();
    exit.complete(new BoxExit(-1, "never ran for this control plane"));
  }

  @Override
  public BoxId id() {
    return id;
  }

  @Override
  public CompletableFuture<BoxExit> exit() {
    return exit.copy();
  }

  @Override
  public CompletableFuture<String> outgrown() {
    return outgrown.copy();
  }

  @Override
  public void stop(Duration grace) {
    told.compareAndSet(Told.NOTHING, new Told(Cause.OWN, "stopped"));
    if (exit.isDone()) {
      return;
    }
    try {
      kill(grace);
    } catch (IronclawException e) {
      // Only now that no stop is under way: whoever looks again meanwhile must find that it is his to kill.
      askWhere(e);
      throw e;
    }
    if (!exit.isDone()) {
      throw new IronclawException(ErrorCode.BOX_FAILED, "stop box " + id + ": its container " + container
          + " does not end; see `docker inspect " + container + "`");
    }
  }

  private void kill(Duration grace) {
    stops.incrementAndGet();
    try {
      boolean stands = host.engine().inspect(container).filter(found -> found.state().paused()).isPresent();
      if (!grace.isZero() && !stands) {
        host.engine().signal(container, "TERM");
        if (endedWithin(grace)) {
          return;
        }
      }
      host.engine().kill(container);
      if (!endedWithin(AFTER_KILL)) {
        lookNow();
      }
    } finally {
      stops.decrementAndGet();
    }
  }

  /// At once, and not stopped first: a program that somebody just starts in it would be stopped half way, and the engine
  /// waits for that one before it hears anything else.
  private void end(Cause cause, String reason) {
    if (told.compareAndSet(Told.NOTHING, new Told(cause, reason))) {
      LOG.warn("box={} step=end cause={} reason={}", id, cause, reason);
      Thread.ofPlatform().name("end " + id).start(() -> orAsk("end", () -> stop(Duration.ZERO)));
    }
  }

  @Override
  public void drifted(String what) {
    end(Cause.OFFENCE, what + ": it is no longer what was approved");
  }

  @Override
  public void attached() {
    StdioCrossings made = crossing;
    if (made != null && !made.wasOurs()) {
      drifted("somebody else attached to its input and output");
    }
  }

  /// On a thread of its own: an end waits for the engine, and others end meanwhile.
  @Override
  public void look() {
    Thread.ofPlatform().daemon().name("look at " + id).start(this::lookNow);
  }

  /// What it was told while the engine was gone is done now; a stop that is under way does its own.
  @Override
  public void lookAgain() {
    Thread.ofPlatform().daemon().name("look at " + id).start(() -> {
      lookNow();
      if (!told.get().equals(Told.NOTHING) && !ending.get() && stops.get() == 0) {
        orAsk("end", () -> host.engine().kill(container));
      }
    });
  }

  /// Where the engine does not answer, all of it is done once it does.
  private void orAsk(String step, Runnable work) {
    try {
      work.run();
    } catch (IronclawException e) {
      LOG.warn("box={} step={} problem={}", id, step, e.getMessage());
      askWhere(e);
    }
  }

  private void askWhere(IronclawException failed) {
    if (failed.code() == ErrorCode.RUNTIME_UNAVAILABLE) {
      host.unanswered().run();
    }
  }

  private void lookNow() {
    orAsk("look", () -> {
      Optional<ContainerFacts> facts = host.engine().inspect(container);
      if (facts.filter(this::isYetToStart).isPresent()) {
        return;
      }
      if (facts.isEmpty() || !facts.get().state().running()) {
        ended(facts);
      } else {
        compare(facts.get());
      }
    });
  }

  /// Whoever starts it removes it where that fails.
  private boolean isYetToStart(ContainerFacts facts) {
    return begun == null && told.get().equals(Told.NOTHING) && !facts.state().running()
        && facts.state().startedAt().isEmpty();
  }

  private void compare(ContainerFacts now) {
    ContainerFacts before = begun;
    List<String> changed = before == null ? List.of() : ContainerDrift.since(before.state().startedAt(), now);
    if (!changed.isEmpty()) {
      drifted(String.join("; ", changed));
    }
  }

  private void ended(Optional<ContainerFacts> facts) {
    if (!ending.compareAndSet(false, true)) {
      return;
    }
    try {
      printed = lastWords();
      BoxExit result = facts.map(this::result)
          .orElseGet(() -> new BoxExit(-1, "its container was removed from outside", told.get().cause()));
      removeAll();
      exit.complete(result);
    } catch (RuntimeException | Error e) {
      exit.completeExceptionally(e);
    }
  }

  private BoxExit result(ContainerFacts facts) {
    int code = facts.state().exitCode();
    if (facts.state().killedForMemory()) {
      return new BoxExit(code, "killed by the kernel: its memory limit was reached", told.get().cause());
    }
    String known = told.get().why();
    if (!known.isEmpty()) {
      return new BoxExit(code, known, told.get().cause());
    }
    return new BoxExit(code, code == KILLED ? "it was killed from outside" : "its program ended with " + code);
  }

  private void removeAll() {
    BoxWatch watching = watched;
    if (watching != null) {
      watching.close();
    }
    detach();
    orAsk("remove", () -> host.remover().accept(container));
    host.gone().run();
  }

  @Override
  public OutsidePosture outside() {
    Optional<ContainerFacts> facts = host.engine().inspect(container);
    int first = seen();
    String own = host.processes().namespace("self", "net");
    String network = host.processes().namespace(Integer.toString(first), "net");
    String told = "engine: " + facts.map(ContainerFacts::network).orElse("unknown");
    String limits = first > 0
        ? new Cgroups(host.processes()).limitsOf(first)
        : "engine: " + facts.map(found -> found.limits().words()).orElse("unknown");
    return new OutsidePosture("docker", host.wall().words(), host.processes().uid(first),
        network.isEmpty() ? told : network.equals(own) ? network + " (the host's own)" : network, limits,
        pids().stream().mapToLong(host.processes()::proportionalSetSize).sum());
  }

  @Override
  public Optional<BoxUsage> usage() {
    return host.processes().usage(seen(), pids());
  }

  /// Its first process, 0 where this machine does not show it: an engine with a kernel of its own counts for itself, and
  /// what has that number here is somebody else's.
  private int seen() {
    int first = pid;
    return first > 0 && host.processes().read(first, "cgroup").contains(container) ? first : 0;
  }

  /// Its first process and what is below it, and what the runtime keeps beside it.
  private List<Integer> pids() {
    int first = seen();
    List<Integer> pids = first > 0 ? HostProcesses.tree(first) : new ArrayList<>();
    host.processes().matching(arguments -> arguments.stream().anyMatch(argument -> argument.contains(container)))
        .stream().map(HostProcesses.Seen::pid).filter(found -> !pids.contains(found)).forEach(pids::add);
    return pids;
  }

  @Override
  public String output() {
    return exit.isDone() ? printed : tail();
  }

  private String lastWords() {
    StdioCrossings made = crossing;
    return made == null ? tail() : made.lastWords();
  }

  private String tail() {
    StdioCrossings made = crossing;
    if (made != null) {
      return made.tail();
    }
    try {
      return new String(host.engine().printed(container, BoxOutput.LIMIT), StandardCharsets.UTF_8);
    } catch (IronclawException e) {
      // silent-ok: these are words for a message; without them there are none
      return "";
    }
  }

  private boolean endedWithin(Duration limit) {
    try {
      exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IronclawException(ErrorCode.BOX_FAILED, "stop box " + id + ": it ended but could not be removed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
