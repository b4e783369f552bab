package dev.ironclaw.controlplane.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxCommit.RowResult;
import dev.ironclaw.contract.box.BoxCommit.StateEntry;
import dev.ironclaw.controlplane.secret.Keyring;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionQueueTest {
  private static final SessionId SESSION = new SessionId("ses_00000000000000aa");
  /// A clock that stands still: rows must be in order all the same.
  private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC);

  @TempDir
  Path folder;

  private Keyring keyring;
  private SessionQueues queues;
  private SessionQueue queue;

  @BeforeEach
  void open() {
    keyring = Keyring.open(folder.resolve("keys"));
    queues = new SessionQueues(folder.resolve("sessions"), keyring, CLOCK);
    queue = queues.of(SESSION);
  }

  private void reopen() {
    queues.close();
    open();
  }

  @AfterEach
  void close() {
    queues.close();
  }

  @Test
  void refusesRowsBeyondTheQuotaButNeitherRepeatsNorAcks() {
    OutboundQuota two = new OutboundQuota(2, 1 << 20);
    queue.enqueue(QueueRows.chat("in_1"));
    BoxCommit full = QueueRows.rows(QueueRows.reply("in_1"), QueueRows.reply("in_2"));
    queue.commit(full, two);

    refused(ErrorCode.RATE_LIMITED, QueueRows.rows(QueueRows.reply("in_3")), two);
    assertThat(queue.commit(full, two)).containsOnly(RowResult.DUPLICATE);
    queue.commit(QueueRows.ack("in_1", AckStatus.COMPLETED), two);
    assertThat(queue.hasWork()).isFalse();

    queue.markDelivered(new MessageId("out_in_1"), "delivered", "");
    assertThat(queue.commit(QueueRows.rows(QueueRows.reply("in_3")), two)).containsExactly(RowResult.STORED);
  }

  @Test
  void countsWhatASessionHasStoredAlsoAfterItWasOpenedAgain() {
    OutboundQuota small = new OutboundQuota(100, 600_000);
    queue.commit(QueueRows.rows(large("a"), large("b")), small);
    refused(ErrorCode.DENIED, QueueRows.rows(large("c")), small);
    queue.markDelivered(new MessageId("a"), "delivered", "");

    reopen();

    refused(ErrorCode.DENIED, QueueRows.rows(large("c")), small);
    assertThat(undelivered()).containsExactly("b");
  }

  private void refused(ErrorCode code, BoxCommit commit, OutboundQuota quota) {
    assertThatThrownBy(() -> queue.commit(commit, quota)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(code));
  }

  private static MessageOut large(String id) {
    MessageOut row = QueueRows.reply("in_1");
    return new MessageOut(new MessageId(id), row.inReplyTo(), row.kind(), row.channelType(), row.platformId(),
        row.threadId(), "x".repeat(250_000), row.deliverAfter());
  }

  @Test
  void aRequestBelongsToAMessageThatIsBeingAnsweredButMayBeRepeatedAfterwards() {
    OutboundQuota enough = new OutboundQuota(10, 1 << 20);
    queue.enqueue(QueueRows.chat("in_1"));
    BoxCommit request = QueueRows.rows(request("req_1", "in_1"));
    assertThat(queue.commit(request, enough)).containsExactly(RowResult.STORED);
    queue.commit(QueueRows.ack("in_1", AckStatus.COMPLETED), enough);

    refused(ErrorCode.DENIED, QueueRows.rows(request("req_2", "in_1")), enough);
    assertThat(queue.commit(request, enough)).containsExactly(RowResult.DUPLICATE);
    reopen();
    refused(ErrorCode.DENIED, QueueRows.rows(request("req_2", "in_1")), enough);
  }

  private static MessageOut request(String id, String answering) {
    return new MessageOut(new MessageId(id), Optional.of(new MessageId(answering)), MessageKind.SYSTEM, "app", "owner",
        Optional.empty(), "{\"action\":\"request_capability_change\"}", Optional.empty());
  }

  @Test
  void readsOnAfterThePersonsRowWhereAnOldReplyBearsItsId() {
    queue.enqueue(QueueRows.chat("same"));
    queue.enqueue(QueueRows.chat("in_2"));
    MessageOut row = QueueRows.reply("in_2");
    queue.commit(QueueRows.rows(new MessageOut(new MessageId("same"), row.inReplyTo(), row.kind(), row.channelType(),
        row.platformId(), row.threadId(), row.content(), row.deliverAfter())));
    queue.markDelivered(new MessageId("same"), "delivered", "");

    assertThat(queue.transcript(Optional.of(new MessageId("same")), 10)).extracting(line -> line.id().value())
        .containsExactly("in_2", "same");
  }

  private static List<String> ids(List<MessageIn> rows) {
    return rows.stream().map(row -> row.id().value()).toList();
  }

  private List<String> undelivered() {
    return queue.undelivered(100).stream().map(row -> row.message().id().value()).toList();
  }

  @Test
  void inboundSeqsAreEvenAndOutboundOnesOdd() {
    assertThat(IntStream.range(0, 3).mapToLong(i -> queue.enqueue(QueueRows.chat("a" + i)).orElseThrow().seq()))
        .containsExactly(2L, 4L, 6L);
    queue.commit(QueueRows.rows(QueueRows.reply("a0"), QueueRows.reply("a1"), QueueRows.reply("a2")));
    assertThat(queue.undelivered(10)).extracting(OutboundRow::seq).containsExactly(1L, 3L, 5L);
  }

  @Test
  void aNotedDeliveryIsSeenAtOnceAndKeptWithTheNextRow() {
    queue.enqueue(QueueRows.chat("a"));
    queue.commit(QueueRows.rows(QueueRows.reply("a")));
    queue.noteDelivered(MessageOut.replyTo(new MessageId("a")), "delivered", "x");
    assertThat(undelivered()).isEmpty();
    queue.enqueue(QueueRows.chat("b"));
    assertThat(queue.transcript(Optional.empty(), 10)).extracting(row -> row.id().value()).containsExactly("a", "out_a",
        "b");
    reopen();
    assertThat(undelivered()).isEmpty();
    assertThat(queue.transcript(Optional.empty(), 10)).extracting(row -> row.id().value()).containsExactly("a", "out_a",
        "b");
  }

  @Test
  void aReaderOfTheConversationSeesANotedDeliveryAndKeepsIt() {
    queue.enqueue(QueueRows.chat("a"));
    queue.commit(QueueRows.rows(QueueRows.reply("a")));
    queue.noteDelivered(MessageOut.replyTo(new MessageId("a")), "delivered", "x");
    assertThat(queue.transcript(Optional.of(new MessageId("a")), 10)).extracting(row -> row.id().value())
        .containsExactly("out_a");
  }

  @Test
  void theSameInboundIdAgainChangesNothing() {
    MessageIn first = queue.enqueue(QueueRows.chat("a", "first")).orElseThrow();
    assertThat(queue.enqueue(QueueRows.chat("a", "second"))).isEmpty();
    assertThat(queue.inbound(new MessageId("a"))).contains(first);
    reopen();
    assertThat(queue.enqueue(QueueRows.chat("a", "third"))).isEmpty();
    assertThat(queue.inbound(new MessageId("a"))).contains(first);
    assertThat(queue.inbound(new MessageId("b"))).isEmpty();
  }

  @Test
  void theFirstOutboundRowOfAnIdWins() {
    MessageOut other = new MessageOut(MessageOut.replyTo(new MessageId("a")), Optional.empty(),
        QueueRows.reply("a").kind(), "app", "owner", Optional.empty(), "other words", Optional.empty());
    assertThat(queue.commit(QueueRows.rows(QueueRows.reply("a"), other)))
        .containsExactly(RowResult.STORED, RowResult.DUPLICATE);
    assertThat(queue.commit(QueueRows.rows(other))).containsExactly(RowResult.DUPLICATE);
    assertThat(queue.undelivered(10)).extracting(row -> row.message().content()).containsExactly("reply to a");
  }

  @Test
  void tellsATurnUpToASeqFromOneAfterIt() {
    long first = queue.enqueue(QueueRows.chat("a")).orElseThrow().seq();
    queue.enqueue(QueueRows.context("quiet"));
    assertThat(queue.hasTurnUpTo(first)).isTrue();
    assertThat(queue.hasTurnAfter(first)).isFalse();
    long second = queue.enqueue(QueueRows.chat("b")).orElseThrow().seq();
    queue.commit(QueueRows.step("a"));
    assertThat(queue.hasTurnUpTo(second - 1)).isFalse();
    assertThat(queue.hasTurnAfter(first)).isTrue();
    assertThat(queue.hasTurnAfter(second)).isFalse();
    queue.commit(QueueRows.ack("b", AckStatus.FAILED));
    assertThat(queue.hasTurnAfter(first)).isFalse();
  }

  @Test
  void workEndsWithAFinalAckAndSurvivesAReopen() {
    queue.enqueue(QueueRows.context("quiet"));
    assertThat(queue.hasWork()).isFalse();
    queue.enqueue(QueueRows.chat("a"));
    queue.enqueue(QueueRows.chat("b"));
    queue.commit(QueueRows.ack("a", AckStatus.PROCESSING));
    assertThat(queue.hasWork()).isTrue();
    queue.commit(QueueRows.step("a"));
    reopen();
    assertThat(ids(queue.unfinishedAfter(0))).containsExactly("quiet", "b");
    assertThat(queue.hasWork()).isTrue();
    queue.commit(QueueRows.ack("b", AckStatus.FAILED));
    assertThat(queue.hasWork()).isFalse();
    reopen();
    assertThat(queue.hasWork()).isFalse();
    assertThat(ids(queue.unfinishedAfter(0))).containsExactly("quiet");
  }

  @Test
  void aFinalAckIsFinalAndAnUnknownOneIsPassedOver() {
    queue.enqueue(QueueRows.chat("a"));
    queue.commit(QueueRows.ack("a", AckStatus.COMPLETED));
    queue.commit(QueueRows.ack("a", AckStatus.PROCESSING));
    queue.commit(QueueRows.ack("a", AckStatus.FAILED));
    queue.commit(QueueRows.ack("never", AckStatus.COMPLETED));
    queue.commit(QueueRows.state("k", "v"));
    assertThat(queue.hasWork()).isFalse();
    reopen();
    assertThat(queue.hasWork()).isFalse();
    queue.enqueue(QueueRows.chat("never"));
    assertThat(queue.hasWork()).isTrue();
  }

  @Test
  void aReplyIsUndeliveredUntilItIsMarkedAndNotBeforeItsTime() {
    MessageOut later = new MessageOut(new MessageId("later"), Optional.empty(), QueueRows.reply("a").kind(), "app",
        "owner", Optional.empty(), "x", Optional.of(CLOCK.instant().plusSeconds(1)));
    MessageOut past = new MessageOut(new MessageId("past"), Optional.empty(), QueueRows.reply("a").kind(), "app",
        "owner", Optional.empty(), "x", Optional.of(CLOCK.instant()));
    queue.commit(QueueRows.rows(QueueRows.reply("a"), later, past));
    assertThat(undelivered()).containsExactly("out_a", "past");
    queue.markDelivered(new MessageId("out_a"), "delivered", "p1");
    queue.markDelivered(new MessageId("out_a"), "dead", "p2");
    assertThat(undelivered()).containsExactly("past");
    reopen();
    assertThat(undelivered()).containsExactly("past");
    assertThatThrownBy(() -> queue.markDelivered(new MessageId("none"), "delivered", "p"))
        .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void stateIsKeptReplacedAndDeleted() {
    queue.commit(QueueRows.state("a", "1"));
    queue.commit(QueueRows.state("b", "2"));
    queue.commit(QueueRows.state("a", "3"));
    reopen();
    assertThat(queue.state()).containsExactly(java.util.Map.entry("a", "3"), java.util.Map.entry("b", "2"));
    queue.commit(new BoxCommit(List.of(), List.of(), List.of(new StateEntry("a", Optional.empty()))));
    assertThat(queue.state()).containsOnlyKeys("b");
  }

  @Test
  void stateBeyondItsLimitsIsRefusedWholeAndAgainAfterAReopen() {
    String big = "x".repeat(BoxApi.MAX_STATE_BYTES / 2);
    queue.commit(QueueRows.state("a", big));
    reopen();
    BoxCommit tooMuch = new BoxCommit(List.of(QueueRows.reply("a")), List.of(),
        List.of(new StateEntry("b", Optional.of(big))));
    assertThatThrownBy(() -> queue.commit(tooMuch)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
    assertThat(undelivered()).isEmpty();
    List<StateEntry> many = IntStream.range(0, BoxApi.MAX_STATE_KEYS)
        .mapToObj(i -> new StateEntry("k" + i, Optional.of("v"))).toList();
    assertThatThrownBy(() -> queue.commit(new BoxCommit(List.of(), List.of(), many)))
        .isInstanceOf(IronclawException.class);
    assertThat(queue.state()).containsOnlyKeys("a");
  }

  @Test
  void aFollowerSeesEveryRowOnceAndInOrderWhileManyWrite() throws Exception {
    int writers = 8;
    int each = 40;
    queue.enqueue(QueueRows.chat("early"));
    List<Long> seen = new ArrayList<>();
    List<Long> late = new ArrayList<>();
    queue.follow(0, row -> seen.add(row.seq()));
    try (var threads = Executors.newFixedThreadPool(writers + 1)) {
      List<Callable<Integer>> works = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        int writer = i;
        works.add(() -> {
          for (int n = 0; n < each; n++) {
            queue.enqueue(QueueRows.chat("w" + writer + "-" + n));
          }
          return 0;
        });
      }
      works.add(() -> {
        queue.follow(0, row -> late.add(row.seq()));
        return 0;
      });
      for (var done : threads.invokeAll(works)) {
        done.get();
      }
    }
    List<Long> all = LongStream.rangeClosed(1, 321).mapToObj(n -> 2 * n).toList();
    assertThat(seen).isEqualTo(all);
    assertThat(late).isEqualTo(all);
  }

  @Test
  void aFollowerStartsAfterItsSeqAndEndsWhenClosed() {
    queue.enqueue(QueueRows.chat("a"));
    queue.enqueue(QueueRows.chat("b"));
    queue.commit(QueueRows.step("b"));
    queue.enqueue(QueueRows.chat("c"));
    List<String> seen = new ArrayList<>();
    SessionQueue.Subscription subscription = queue.follow(2, row -> seen.add(row.id().value()));
    queue.enqueue(QueueRows.chat("d"));
    subscription.close();
    subscription.close();
    queue.enqueue(QueueRows.chat("e"));
    assertThat(seen).containsExactly("c", "d");
  }

  @Test
  void theTranscriptHasBothSidesInTheOrderInWhichTheyHappened() {
    queue.enqueue(QueueRows.chat("a"));
    queue.commit(QueueRows.step("a"));
    queue.enqueue(QueueRows.chat("b"));
    queue.commit(QueueRows.step("b"));
    assertThat(transcript(Optional.empty())).containsExactly("a", "b");
    queue.markDelivered(new MessageId("out_a"), "delivered", "1");
    queue.enqueue(QueueRows.chat("c"));
    queue.markDelivered(new MessageId("out_b"), "dead", "2");
    assertThat(transcript(Optional.empty())).containsExactly("a", "b", "out_a", "c");
    assertThat(transcript(Optional.of(new MessageId("out_a")))).containsExactly("c");
    assertThat(transcript(Optional.of(new MessageId("unknown")))).hasSize(4);
    reopen();
    queue.enqueue(QueueRows.chat("d"));
    assertThat(transcript(Optional.of(new MessageId("b")))).containsExactly("out_a", "c", "d");
    TranscriptRow first = queue.transcript(Optional.empty(), 1).getFirst();
    assertThat(first.content()).isEqualTo("words of a");
    assertThat(first.sender()).contains("app:owner");
    assertThat(first.fromAgent()).isFalse();
  }

  private List<String> transcript(Optional<MessageId> after) {
    return queue.transcript(after, 100).stream().map(row -> row.id().value()).toList();
  }

  @Test
  void everybodyGetsTheSameQueueAndFewFilesStayOpen() {
    assertThat(queues.of(SESSION)).isSameAs(queue);
    List<String> seen = new ArrayList<>();
    queue.follow(0, row -> seen.add(row.id().value()));
    for (int i = 0; i < SessionQueues.MAX_OPEN + 10; i++) {
      queues.of(new SessionId("ses_%016x".formatted(i))).enqueue(QueueRows.chat("x"));
    }
    assertThat(queues.open()).isLessThanOrEqualTo(SessionQueues.MAX_OPEN + 1);
    queue.enqueue(QueueRows.chat("followed"));
    assertThat(seen).containsExactly("followed");
    assertThat(queues.of(new SessionId("ses_%016x".formatted(0))).hasWork()).isTrue();
  }

  @Test
  void aSessionFolderIsPrivateAndHoldsNoPlainWord() throws Exception {
    queue.enqueue(QueueRows.chat("a", "secretword"));
    queue.commit(QueueRows.step("a"));
    Path home = folder.resolve("sessions").resolve(SESSION.value());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home))).isEqualTo("rwx------");
    for (String name : List.of("inbound.db", "outbound.db", "key.sealed")) {
      assertThat(Files.readString(home.resolve(name), java.nio.charset.StandardCharsets.ISO_8859_1))
          .doesNotContain("secretword").doesNotContain("reply to");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aFileThatWasRemovedIsNotReplacedInSilence() throws Exception {
    queue.enqueue(QueueRows.chat("a"));
    queues.close();
    Path home = folder.resolve("sessions").resolve(SESSION.value());
    for (String name : List.of("key.sealed", "inbound.db")) {
      Path aside = Files.move(home.resolve(name), home.resolve("aside"));
      open();
      assertThatThrownBy(() -> queue.hasWork()).hasMessageContaining(name + " is gone");
      queues.close();
      Files.move(aside, home.resolve(name));
    }
    open();
    assertThat(queue.hasWork()).isTrue();
  }

  @Test
  void aTimeOutsideOfTheCalendarIsKeptAsTheNearestInside() {
    MessageOut never = new MessageOut(new MessageId("never"), Optional.empty(), QueueRows.reply("a").kind(), "app",
        "owner", Optional.empty(), "x", Optional.of(Instant.MAX));
    queue.commit(QueueRows.rows(never, QueueRows.reply("a")));
    reopen();
    assertThat(undelivered()).containsExactly("out_a");
  }
}
