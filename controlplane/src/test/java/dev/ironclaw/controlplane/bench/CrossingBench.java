package dev.ironclaw.controlplane.bench;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.contract.box.PartialText;
import dev.ironclaw.controlplane.box.BoxBinding;
import dev.ironclaw.controlplane.box.BoxLimits;
import dev.ironclaw.controlplane.box.BoxListener;
import dev.ironclaw.controlplane.box.BoxServer;
import dev.ironclaw.controlplane.box.ToolDoor;
import dev.ironclaw.controlplane.box.BoxSocket;
import dev.ironclaw.controlplane.box.RawClient;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.modelproxy.MockUpstream;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.secret.Keyring;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/// Measures the crossing from the host's side: enqueue (durable) to the commit's listener (durable), over a real socket
/// by a client in the same machine; and a whole mocked model call with the proxy and without. Prints a small table.
///
/// Usage: `CrossingBench [folder]`; the folder decides which disk is measured.
public final class CrossingBench {
  private static final int ROUNDS = 2000;
  private static final int WARM_UP = 300;
  private static final BoxLimits LIMITS = new BoxLimits(1_000_000, 1_000_000, 1_000_000, 1_000_000, 4, 8, 16,
      Duration.ofSeconds(30), 8L << 20, 256L << 20);
  private static final String ASK = "{\"model\":\"mock-1\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private final SynchronousQueue<BoxCommit> committed = new SynchronousQueue<>();

  public static void main(String[] args) throws Exception {
    Path base = Files.createTempDirectory(Path.of(args.length > 0 ? args[0] : "/tmp"), "icx");
    new CrossingBench().run(base);
  }

  private void run(Path base) throws Exception {
    SessionId session = new SessionId("ses_0123456789abcdef");
    try (MockUpstream mock = new MockUpstream();
        ModelProxy proxy = new ModelProxy(List.of(mock.upstream()));
        SessionQueues queues = new SessionQueues(base.resolve("sessions"), Keyring.open(base.resolve("secret")),
            Clock.systemUTC());
        BoxServer server = new BoxServer(base.resolve("run"), proxy, new ToolDoor(), new Listener(), Clock.systemUTC(),
            SocketModes.SAME_UID, LIMITS);
        BoxSocket socket = server.open(new BoxId("box_0000000000000001"))) {
      SessionQueue queue = queues.of(session);
      socket.bind(new BoxBinding(session, queue, new BoxConfig(1, "ada", "Ada", "anthropic", "mock-1", 100,
          BoxConfig.Persona.EMPTY, List.of(), BoxConfig.Limits.DEFAULT), Set.of(), "mock"));
      crossing(queue, socket.folder());
      modelCalls(mock, socket.folder());
    }
  }

  private void crossing(SessionQueue queue, Path folder) throws Exception {
    try (RawClient stream = new RawClient(folder); RawClient posts = new RawClient(folder)) {
      stream.send("GET " + BoxApi.EVENTS + " HTTP/1.1\r\nHost: b\r\n\r\n").head();
      stream.bodyLine();
      long[] whole = new long[ROUNDS];
      long[] push = new long[ROUNDS];
      for (int i = -WARM_UP; i < ROUNDS; i++) {
        String id = "in_" + (i + WARM_UP);
        long start = System.nanoTime();
        queue.enqueue(new NewInbound(new MessageId(id), MessageKind.CHAT, true, "webchat", "main", Optional.empty(),
            "{\"text\":\"hi\",\"sender\":{\"id\":\"webchat:owner\"}}", Optional.empty(), false));
        long stored = System.nanoTime();
        stream.bodyLine();
        long seen = System.nanoTime();
        posts.sendPost(BoxApi.COMMIT, "{\"rows\":[{\"id\":\"out_" + id + "\",\"inReplyTo\":\"" + id
            + "\",\"kind\":\"chat\",\"channelType\":\"webchat\",\"platformId\":\"main\",\"content\":\"yes\"}],"
            + "\"acks\":[{\"messageId\":\"" + id + "\",\"status\":\"completed\"}],\"state\":[]}");
        BoxCommit commit = committed.poll(10, TimeUnit.SECONDS);
        long end = System.nanoTime();
        RawClient.Answer answer = posts.answer();
        if (commit == null || answer.status() != 200) {
          throw new IllegalStateException("the commit of " + id + " was refused: " + answer);
        }
        // Or the session would soon have more rows waiting than it may.
        queue.markDelivered(new MessageId("out_" + id), "delivered", "");
        if (i >= 0) {
          whole[i] = end - start;
          push[i] = seen - stored;
        }
      }
      print("enqueue -> push -> commit -> listener", whole);
      print("  of it: commit returned -> row read", push);
    }
  }

  private void modelCalls(MockUpstream mock, Path folder) throws Exception {
    long[] direct = new long[ROUNDS];
    long[] proxied = new long[ROUNDS];
    HttpRequest request = HttpRequest.newBuilder(mock.upstream().base().resolve("/v1/messages"))
        .POST(HttpRequest.BodyPublishers.ofString(ASK)).build();
    try (HttpClient client = HttpClient.newHttpClient(); RawClient box = new RawClient(folder)) {
      for (int i = -WARM_UP; i < ROUNDS; i++) {
        long start = System.nanoTime();
        client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        long middle = System.nanoTime();
        box.post(BoxApi.MODEL + "/v1/messages", ASK);
        long end = System.nanoTime();
        if (i >= 0) {
          direct[i] = middle - start;
          proxied[i] = end - middle;
        }
      }
    }
    print("mock called by a JDK client", direct);
    print("mock called through the model door", proxied);
  }

  // The table is what a bench is for.
  @SuppressWarnings("SystemOut")
  private static void print(String what, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf("%-40s p50 %7.3f ms   p99 %7.3f ms%n", what, nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6);
  }

  private final class Listener implements BoxListener {
    @Override
    public void hello(BoxId box, BoxHello hello) {}

    @Override
    public void heartbeat(BoxId box, Heartbeat heartbeat) {}

    @Override
    public void committed(BoxId box, SessionId session, BoxCommit commit) {
      try {
        committed.put(commit);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void partial(BoxId box, SessionId session, PartialText text) {}

    @Override
    public void refused(BoxId box, String door, int status, String why, long times) {}
  }
}
