package dev.ironclaw.controlplane.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.contract.box.PartialText;
import dev.ironclaw.controlplane.box.BoxBinding;
import dev.ironclaw.controlplane.box.BoxSocket;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.secret.Keyring;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopsTest {
  private static final SessionId SESSION = new SessionId("ses_0123456789abcdef");
  private static final Duration SOON = Duration.ofMillis(20);

  @TempDir
  Path folder;

  private final Loop loop = new Loop("stops");
  private final List<SessionId> committed = new ArrayList<>();
  private final CompletableFuture<SessionId> forced = new CompletableFuture<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private Optional<Slot> box = Optional.empty();
  private SessionQueues queues;
  private SessionQueue queue;

  @BeforeEach
  void prepare() {
    queues = new SessionQueues(folder.resolve("sessions"), Keyring.open(folder), Clock.systemUTC());
    queue = queues.of(SESSION);
  }

  @AfterEach
  void close() {
    loop.close();
    queues.close();
  }

  private Stops stops(Duration patience) {
    return new Stops(queues, committed::add, forced::complete, loop, patience, _ -> box,
        (_, why) -> ended.complete(why));
  }

  private MessageIn asks(String id, boolean trigger) {
    return queue.enqueue(new NewInbound(new MessageId(id), MessageKind.CHAT, trigger, "webchat", "ada",
        Optional.of("topic"), "{\"text\":\"hi\"}", Optional.empty(), false)).orElseThrow();
  }

  private Slot running() {
    Slot slot = new Slot(new Silent(), new AgentGroup(new AgentGroupId("ada"), 1, "Ada", "ada", "mock", "mock-1",
        BoxConfig.Persona.EMPTY, List.of()), Instant.now());
    box = Optional.of(slot);
    return slot;
  }

  private List<MessageOut> replies() {
    return queue.undelivered(10).stream().map(row -> row.message()).toList();
  }

  @Test
  void stopsNothingWhereNothingIsBeingAnswered() {
    assertThat(stops(SOON).stop(SESSION)).isEmpty();
    asks("in_1", false);
    assertThat(stops(SOON).stop(SESSION)).isEmpty();
    assertThat(replies()).isEmpty();
    assertThat(committed).isEmpty();
  }

  @Test
  void answersAtOnceForASessionWithoutABox() {
    asks("in_0", false);
    asks("in_1", true);
    MessageIn last = asks("in_2", true);
    assertThat(stops(SOON).stop(SESSION)).contains(new Stops.Stopping(Optional.empty(), last.seq(), 2));
    assertThat(replies()).extracting(reply -> reply.id().value(), MessageOut::content,
        reply -> reply.threadId().orElse("")).containsExactly(
            tuple("out_in_1", "Stopped.", "topic"),
            tuple("out_in_2", "Stopped.", "topic"));
    assertThat(queue.hasWork()).isFalse();
    assertThat(queue.unfinishedAfter(-1)).isEmpty();
    assertThat(committed).containsExactly(SESSION);
  }

  @Test
  void answersForABoxThatGoesOnAndEndsIt() throws Exception {
    MessageIn first = asks("in_1", true);
    Slot slot = running();
    slot.wrote(new PartialText(first.id(), 0, "Once upon"));
    slot.wrote(new PartialText(first.id(), 0, "Once upon a time"));
    Stops stops = stops(SOON);
    assertThat(loop.ask(() -> stops.stop(SESSION))).contains(
        new Stops.Stopping(Optional.of(slot.socket), first.seq(), 1));
    MessageIn later = asks("in_2", true);
    assertThat(forced.get(60, TimeUnit.SECONDS)).isEqualTo(SESSION);
    assertThat(ended.get(60, TimeUnit.SECONDS)).contains("a person stopped");
    assertThat(replies()).extracting(MessageOut::content).containsExactly("Once upon a time\n\nStopped.");
    assertThat(queue.unfinishedAfter(-1)).as("what was asked after the stop").containsExactly(later);
  }

  @Test
  void leavesABoxAloneThatEndsItsTurn() throws Exception {
    MessageIn row = asks("in_1", true);
    running();
    Stops stops = stops(SOON);
    CompletableFuture<Boolean> afterwards = new CompletableFuture<>();
    loop.ask(() -> {
      stops.stop(SESSION);
      assertThat(stops.pending(SESSION)).hasValue(row.seq());
      queue.commit(new BoxCommit(List.of(), List.of(new BoxCommit.Ack(row.id(), AckStatus.COMPLETED)), List.of()));
      loop.after(SOON.plusMillis(5), () -> afterwards.complete(true));
      return true;
    });
    assertThat(afterwards.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(forced).isNotDone();
    assertThat(ended).isNotDone();
    assertThat(stops.pending(SESSION)).isEmpty();
    assertThat(replies()).isEmpty();
  }

  /// A box that hears nothing.
  private static final class Silent implements BoxSocket {
    @Override
    public BoxId box() {
      return new BoxId("box_0000000000000001");
    }

    @Override
    public Path folder() {
      return Path.of("/");
    }

    @Override
    public void bind(BoxBinding binding) {}

    @Override
    public void update(BoxBinding binding) {}

    @Override
    public void tell(BoxEvent event) {}

    @Override
    public void stopTurns(long seq) {}

    @Override
    public void close() {}
  }
}
