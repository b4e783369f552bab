package dev.ironclaw.sandbox.boxclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.sandbox.testing.SocketHost;
import dev.ironclaw.sandbox.testing.SocketHost.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HostConnectionTest {
  private static final BoxCommit COMMIT = new BoxCommit(List.of(),
      List.of(new BoxCommit.Ack(new MessageId("in_1"), AckStatus.COMPLETED)), List.of());
  private static final String ROW = """
      {"type":"message","message":{"id":"in_%d","seq":%d,"kind":"chat","timestamp":"2026-11-20T10:15:31Z",\
      "trigger":true,"channelType":"webchat","platformId":"main","content":"{}","onWake":false}}
      """;

  @TempDir
  private Path folder;

  private SocketHost host(Function<Request, byte[]> answers) throws IOException {
    return new SocketHost(folder.resolve("h.sock"), answers);
  }

  private HostConnection box() {
    return new HostConnection(folder.resolve("h.sock"), Duration.ofSeconds(60), () -> {});
  }

  @Test
  void repeatsTheSamePostUntilTheHostAnswers() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    try (SocketHost host = host(request -> switch (attempts.getAndIncrement()) {
      case 0 -> new byte[0];
      case 1 -> SocketHost.answer(503, "{}");
      case 2 -> SocketHost.answer(409, "{\"code\":\"BOX_UNBOUND\",\"detail\":\"wait\"}");
      default -> SocketHost.answer(200, "{\"results\":[]}");
    })) {
      box().commit(COMMIT);
      String first = host.requests.take().body();
      assertThat(host.requests).hasSize(3).extracting(Request::body).containsOnly(first);
    }
  }

  @Test
  void callsTheModelOnceTheHostIsBack() throws Exception {
    CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> {
      try (ModelReply reply = box().model("/v1/messages", new byte[0], Duration.ofSeconds(20), new Cancellation())) {
        return reply.status();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    assertThat(status).isNotDone();
    try (SocketHost host = host(request -> SocketHost.answer(200, "{}"))) {
      assertThat(status).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(200);
      assertThat(host.requests).hasSize(1);
    }
  }

  @Test
  void handsOnHowLongTheModelAsksToWait() throws Exception {
    byte[] busy = "HTTP/1.1 429 X\r\nRetry-After:  Sun, 01 Mar 2026 12:00:30 GMT \r\nContent-Length: 0\r\n\r\n"
        .getBytes(StandardCharsets.US_ASCII);
    try (SocketHost host = host(request -> busy);
        ModelReply reply = box().model("/v1/messages", new byte[0], Duration.ofSeconds(5), new Cancellation())) {
      assertThat(reply.retryAfter()).contains("Sun, 01 Mar 2026 12:00:30 GMT");
      assertThat(host.requests).hasSize(1);
    }
  }

  @Test
  void givesTheHostsWordsWhenItRefuses() throws Exception {
    try (
        SocketHost host = host(request -> SocketHost.answer(403, "{\"code\":\"DENIED\",\"detail\":\"not granted\"}"))) {
      assertThatExceptionOfType(IronclawException.class).isThrownBy(() -> box().commit(COMMIT))
          .withMessage("not granted").satisfies(denied -> assertThat(denied.code()).isEqualTo(ErrorCode.DENIED));
      assertThat(host.requests).hasSize(1);
    }
  }

  @Test
  void resumesAfterTheLastRowWhenTheHostRestarts() throws Exception {
    BlockingQueue<BoxEvent> events = new LinkedBlockingQueue<>();
    Function<Request, byte[]> answers = request -> SocketHost.concat(SocketHost.chunkedHead(),
        SocketHost.chunk(ROW.formatted(1, 2).substring(0, 20)), SocketHost.chunk(ROW.formatted(1, 2).substring(20)),
        SocketHost.chunk(ROW.formatted(2, 4)));
    HostConnection box = box();
    Thread follower = new Thread(() -> box.follow(events::add));
    follower.setDaemon(true);
    try (SocketHost first = host(answers)) {
      follower.start();
      assertThat(first.await("/v1/events").line()).contains("after=0 ");
      assertThat(List.of(events.take(), events.take())).hasOnlyElementsOfType(BoxEvent.Message.class);
    }
    try (SocketHost second = host(request -> SocketHost.concat(answers.apply(request),
        SocketHost.chunk(ROW.formatted(3, 6))))) {
      assertThat(second.await("/v1/events").line()).contains("after=4 ");
      assertThat(events.take()).isInstanceOfSatisfying(BoxEvent.Message.class,
          row -> assertThat(row.message().seq()).isEqualTo(6));
    }
  }

  @Test
  void endsTheBoxWhenTheHostStaysGone() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    HostConnection box = new HostConnection(folder.resolve("none.sock"), Duration.ofMillis(200), gone::countDown);
    Thread follower = new Thread(() -> box.follow(event -> {}));
    follower.setDaemon(true);
    follower.start();
    gone.await();
    assertThat(gone.getCount()).isZero();
  }

  @Test
  void breaksOffAModelCallThatIsCancelledOrTakesTooLong() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    try (SocketHost host = host(request -> {
      called.countDown();
      return SocketHost.concat(SocketHost.chunkedHead(), SocketHost.chunk("data: {}\n"));
    })) {
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
        try (ModelReply reply = box().model("/v1/messages", new byte[0], Duration.ofMillis(150), new Cancellation())) {
          reply.body().readAllBytes();
        }
      });
      Cancellation cancellation = new Cancellation();
      Thread person = new Thread(() -> {
        try {
          called.await();
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
        }
        cancellation.cancel();
      });
      person.start();
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
        try (ModelReply reply = box().model("/v1/messages", new byte[0], Duration.ofMinutes(5), cancellation)) {
          reply.body().readAllBytes();
        }
      });
      person.join();
      assertThat(host.requests).isNotEmpty();
    }
  }

  private ToolAnswer fetch(Duration limit, Cancellation cancellation) {
    return box().tool("http_fetch", new MessageId("in_1"), new MessageId("out_in_1_0_0"), "{\"a\":1}", limit,
        cancellation);
  }

  @Test
  void makesTheSameCallOfAToolUntilTheHostAnswers() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    try (SocketHost host = host(request -> switch (attempts.getAndIncrement()) {
      case 0 -> new byte[0];
      case 1 -> SocketHost.answer(429, "{}");
      default -> SocketHost.answer(200, "{\"text\":\"done\",\"isError\":true}");
    })) {
      assertThat(fetch(Duration.ofSeconds(20), new Cancellation())).isEqualTo(new ToolAnswer("done", true));
      assertThat(host.requests).hasSize(3).extracting(Request::body)
          .containsOnly("{\"origin\":\"in_1\",\"call\":\"out_in_1_0_0\",\"input\":{\"a\":1}}");
      assertThat(host.requests.take().line()).startsWith("POST /v1/tools/http_fetch ");
    }
  }

  @Test
  void waitsForNoToolThatIsCancelledOrTakesTooLong() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    try (SocketHost host = host(request -> {
      called.countDown();
      return SocketHost.chunkedHead();
    })) {
      assertThatExceptionOfType(IronclawException.class)
          .isThrownBy(() -> fetch(Duration.ofSeconds(1), new Cancellation()))
          .withMessageContaining("whether it had an effect is not known");
      Cancellation cancellation = new Cancellation();
      Thread person = new Thread(() -> {
        try {
          called.await();
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
        }
        cancellation.cancel();
      });
      person.start();
      assertThatExceptionOfType(IronclawException.class).isThrownBy(() -> fetch(Duration.ofMinutes(5), cancellation))
          .withMessageContaining("the turn was cancelled");
      person.join();
      assertThat(host.requests).hasSizeGreaterThanOrEqualTo(1);
    }
  }

  private static int ask(HostConnection box, Cancellation cancellation) throws IOException {
    try (ModelReply reply = box.model("/v1/messages", new byte[]{'x'}, Duration.ofMinutes(5), cancellation)) {
      reply.body().readAllBytes();
      return reply.status();
    }
  }

  @Test
  void keepsOneConnectionForModelCallsAndPosts() throws Exception {
    try (SocketHost host = host(request -> request.line().contains("/v1/model")
        ? SocketHost.concat(SocketHost.chunkedHead(), SocketHost.chunk("data: {}\n"), SocketHost.chunk(""))
        : SocketHost.answer(200, "{\"results\":[]}"))) {
      HostConnection box = box();
      for (int i = 0; i < 3; i++) {
        ask(box, new Cancellation());
        box.commit(COMMIT);
      }
      assertThat(host.requests).hasSize(6);
      assertThat(host.accepted()).isEqualTo(1);
    }
  }

  @Test
  void asksTheModelAgainWhereTheKeptConnectionIsDead() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (SocketHost host = host(request -> calls.incrementAndGet() == 2
        ? new byte[0]
        : SocketHost.answer(200, "{}"))) {
      HostConnection box = box();
      assertThat(ask(box, new Cancellation())).isEqualTo(200);
      assertThat(ask(box, new Cancellation())).isEqualTo(200);
      assertThat(host.accepted()).isEqualTo(2);
    }
  }

  @Test
  void doesNotAskAgainWhatRanOutOfTime() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch over = new CountDownLatch(1);
    try (SocketHost host = host(request -> {
      if (calls.incrementAndGet() == 2) {
        await(over);
      }
      return SocketHost.answer(200, "{}");
    })) {
      HostConnection box = box();
      ask(box, new Cancellation());
      assertThatExceptionOfType(IOException.class).isThrownBy(
          () -> box.model("/v1/messages", new byte[0], Duration.ofMillis(150), new Cancellation()));
      over.countDown();
      assertThat(host.requests).hasSize(2);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void neverKeepsTheConnectionOfACancelledOrUnreadCall() throws Exception {
    try (SocketHost host = host(request -> SocketHost.answer(200, "{\"a\":1}"))) {
      HostConnection box = box();
      Cancellation cancellation = new Cancellation();
      try (ModelReply reply = box.model("/v1/messages", new byte[0], Duration.ofMinutes(5), cancellation)) {
        reply.body().readAllBytes();
        cancellation.cancel();
      }
      try (ModelReply unread = box.model("/v1/messages", new byte[0], Duration.ofMinutes(5), new Cancellation())) {
        assertThat(unread.status()).isEqualTo(200);
      }
      ask(box, new Cancellation());
      assertThat(host.accepted()).isEqualTo(3);
      Cancellation late = new Cancellation();
      ask(box, late);
      late.cancel();
      ask(box, new Cancellation());
      assertThat(host.accepted()).isEqualTo(3);
    }
  }

  @Test
  void refusesAnswersThatAreNotHttp() throws Exception {
    List<String> hostile = List.of("HTTP/1.0 200 OK\r\n\r\n", "nonsense\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n",
        "HTTP/1.1 200 OK\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
    for (String answer : hostile) {
      try (SocketHost host = host(request -> answer.getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
        assertThatExceptionOfType(IOException.class).as(answer).isThrownBy(() -> {
          try (ModelReply reply = box().model("/v1/messages", new byte[0], Duration.ofSeconds(5), new Cancellation())) {
            reply.body().readAllBytes();
          }
        });
        assertThat(host.requests).hasSize(1);
      }
    }
  }
}
