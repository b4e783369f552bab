package dev.ironclaw.controlplane.command;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.crossing.EmptyAnswer;
import dev.ironclaw.controlplane.tunnel.TunnelGuest;
import io.github.bucket4j.Bucket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// One container as the host sees it: it asks for a command, gets one, and says how it went. One command at a time.
///
/// Threading: any thread.
final class WarmBox {
  private static final int NO_CONTENT = 204;
  private static final int MOST_AT_ONCE = 200;
  private static final int MOST_A_SECOND = 100;

  private final JobId id;
  private final TunnelGuest guest;
  private final Optional<String> weaker;
  /// Two a command, and a hostile program that asks as fast as it can costs the host little.
  private final Bucket requests = Bucket.builder()
      .addLimit(limit -> limit.capacity(MOST_AT_ONCE).refillGreedy(MOST_A_SECOND, Duration.ofSeconds(1))).build();
  private @Nullable Poll poll;
  private @Nullable Running running;
  private boolean open;
  private Optional<IronclawException> over = Optional.empty();

  /// @param weaker what its runtime does not hold back, for people
  WarmBox(JobId id, TunnelGuest guest, Optional<String> weaker) {
    this.id = id;
    this.guest = guest;
    this.weaker = weaker;
  }

  /// It asked, and is answered when there is a command.
  ///
  /// @param release gives the connection back to HTTP, before the answer
  private record Poll(Response response, Callback callback, Runnable release) {}

  /// A command of it.
  private static final class Running {
    final String command;
    final byte[] ask;
    final CompletableFuture<CommandWire.Said> said = new CompletableFuture<>();
    boolean taken;

    Running(String command, byte[] ask) {
      this.command = command;
      this.ask = ask;
    }
  }

  /// The container is gone, and never saw the command: it may run elsewhere.
  static final class NeverTaken extends RuntimeException {
    private static final long serialVersionUID = 1;

    NeverTaken(IronclawException why) {
      super(why);
    }

    IronclawException why() {
      return (IronclawException) Objects.requireNonNull(getCause());
    }
  }

  JobId id() {
    return id;
  }

  Optional<String> weaker() {
    return weaker;
  }

  /// Whether one more request of it is read.
  boolean mayAsk() {
    return requests.tryConsume(1);
  }

  TunnelGuest guest() {
    return guest;
  }

  /// It has been read back and is what was planned: from now on it is answered.
  void open() {
    deliver(() -> open = true);
  }

  synchronized boolean isOpen() {
    return open && over.isEmpty();
  }

  /// Hands it a command.
  ///
  /// @return what it says of it; fails with [NeverTaken] or with an `IronclawException` where it ends before
  CompletableFuture<CommandWire.Said> run(String command, byte[] ask) {
    Running next = new Running(command, ask);
    Optional<IronclawException> gone;
    synchronized (this) {
      gone = over;
      if (gone.isEmpty()) {
        if (running != null) {
          throw new IllegalStateException("one command at a time");
        }
        running = next;
      }
    }
    if (gone.isPresent()) {
      next.said.completeExceptionally(new NeverTaken(gone.get()));
    } else {
      deliver(() -> {});
    }
    return next.said;
  }

  /// It asks for a command. The newest question counts. Its program asks only when it has nothing to do, so one that asks while
  /// it has a command has lost it.
  void asked(Response response, Callback callback, Runnable release) {
    AtomicReference<Optional<Poll>> former = new AtomicReference<>(Optional.empty());
    AtomicBoolean lost = new AtomicBoolean();
    deliver(() -> {
      lost.set(running != null && running.taken);
      former.set(Optional.ofNullable(poll));
      poll = new Poll(response, callback, release);
    });
    former.get().ifPresent(tired -> answer(tired, NO_CONTENT));
    if (lost.get()) {
      end(new IronclawException(ErrorCode.BOX_FAILED,
          "run a command: its container lost it on the way, or what came of it; "
              + "whether the command had its effect is not known"));
    }
  }

  /// It hung up while it waited: its program asks again, or is gone and its end will be told. Until then nothing is handed to
  /// a connection that nobody reads.
  @SuppressWarnings("ReferenceEquality") // Which question it is, not what is in it.
  void hungUp(Response response) {
    Poll lost = null;
    synchronized (this) {
      if (poll != null && poll.response() == response) {
        lost = poll;
        poll = null;
      }
    }
    if (lost != null) {
      lost.callback().failed(new EofException("the container hung up"));
    }
  }

  /// It has waited long enough: it may ask again. Does nothing where it was answered.
  @SuppressWarnings("ReferenceEquality") // Which question it is, not what is in it.
  void waited(Response response) {
    Poll tired = null;
    synchronized (this) {
      if (poll != null && poll.response() == response) {
        tired = poll;
        poll = null;
      }
    }
    if (tired != null) {
      answer(tired, NO_CONTENT);
    }
  }

  private void deliver(Runnable first) {
    Poll to = null;
    Running what = null;
    boolean gone;
    synchronized (this) {
      first.run();
      gone = over.isPresent();
      if (poll != null && (gone || (open && running != null && !running.taken))) {
        to = poll;
        poll = null;
        what = gone ? null : running;
        if (what != null) {
          what.taken = true;
        }
      }
    }
    if (to != null && gone) {
      to.release().run();
      to.callback().failed(new EofException("the container is gone"));
    } else if (to != null && what != null) {
      to.release().run();
      to.response().getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      to.response().write(true, ByteBuffer.wrap(what.ask), Callback.from(to.callback(), this::delivered));
    }
  }

  private void delivered(@Nullable Throwable failure) {
    if (failure != null) {
      end(new IronclawException(ErrorCode.BOX_FAILED,
          "run a command: its container hung up; whether the command had its effect is not known", failure));
    }
  }

  private static void answer(Poll poll, int status) {
    poll.release().run();
    EmptyAnswer.give(poll.response(), status, poll.callback());
  }

  /// It says how a command went.
  ///
  /// @throws IronclawException `CONFLICT` where nobody waits for that
  void said(CommandWire.Said said) {
    Running done;
    synchronized (this) {
      if (running == null || !running.taken || !running.command.equals(said.id())) {
        throw new IronclawException(ErrorCode.CONFLICT, "nobody waits for the result of this command");
      }
      done = running;
      running = null;
    }
    done.said.complete(said);
  }

  /// Nothing runs in it any more. The first reason counts.
  void end(IronclawException why) {
    Running lost;
    synchronized (this) {
      if (over.isPresent()) {
        return;
      }
      over = Optional.of(why);
      lost = running;
      running = null;
    }
    guest.close();
    deliver(() -> {});
    if (lost != null) {
      lost.said.completeExceptionally(lost.taken ? why : new NeverTaken(why));
    }
  }
}
