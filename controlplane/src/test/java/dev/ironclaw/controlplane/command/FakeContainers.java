package dev.ironclaw.controlplane.command;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.CommandApi;
import dev.ironclaw.controlplane.jobbox.JobBoxPlan;
import dev.ironclaw.controlplane.jobbox.JobBoxes;
import dev.ironclaw.controlplane.jobbox.JobExit;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.io.InputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Containers that are threads of the test and speak as their program does.
final class FakeContainers implements JobBoxes {
  static final JsonMapper JSON = JsonMapper.shared();

  final List<JobBoxPlan> started = new CopyOnWriteArrayList<>();
  /// What a container says of a command; empty: nothing, ever.
  volatile Function<JsonNode, ObjectNode> program = ask -> says(ask, 0, "ran " + ask.get("argv").get(2).stringValue());
  /// What happens while one is being made.
  volatile Runnable making = () -> {};
  /// What happens while one is being stopped.
  volatile Consumer<JobId> stopping = _ -> {};
  private final Map<JobId, SocketChannel> alive = new ConcurrentHashMap<>();
  private BiConsumer<JobId, JobExit> listener = (_, _) -> {};

  static ObjectNode says(JsonNode ask, int code, String out) {
    byte[] bytes = out.getBytes(StandardCharsets.UTF_8);
    return JSON.createObjectNode().put("id", ask.get("id").stringValue()).put("exit_code", code).put("timed_out", false)
        .put("left", 0).put("out", Base64.getEncoder().encodeToString(bytes)).put("out_bytes", bytes.length)
        .put("error", "").put("error_bytes", 0);
  }

  @Override
  public void listen(BiConsumer<JobId, JobExit> ended) {
    listener = ended;
  }

  @Override
  public boolean isReachable() {
    return true;
  }

  @Override
  public void whenBack(Runnable back) {
    // It never goes away.
  }

  @Override
  public void start(JobBoxPlan plan) {
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(plan.crossing().resolve("host.sock")));
      making.run();
      alive.put(plan.id(), channel);
      started.add(plan);
      Thread.ofPlatform().daemon().start(() -> work(channel));
    } catch (IOException e) {
      throw CommandRig.unexpected(e.toString());
    }
  }

  private void work(SocketChannel channel) {
    try {
      InputStream in = Channels.newInputStream(channel);
      while (true) {
        say(channel, "GET " + CommandApi.NEXT + "?wait=20", new byte[0]);
        byte[] ask = body(in);
        if (ask.length > 0) {
          say(channel, "POST " + CommandApi.RESULT, JSON.writeValueAsBytes(program.apply(JSON.readTree(ask))));
          body(in);
        }
      }
    } catch (IOException | RuntimeException over) {
      // silent-ok: the container has ended
    }
  }

  private static void say(SocketChannel channel, String request, byte[] body) throws IOException {
    String head = request + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length + "\r\n\r\n";
    ByteBuffer out = ByteBuffer.allocate(head.length() + body.length)
        .put(head.getBytes(StandardCharsets.US_ASCII)).put(body).flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  private static byte[] body(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the host hung up");
      }
      head.append((char) next);
    }
    int at = head.toString().toLowerCase(java.util.Locale.ROOT).indexOf("content-length:");
    int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 15).split("\r\n", 2)[0].strip());
    return in.readNBytes(length);
  }

  /// Somebody kills it.
  void kill(JobId id) {
    end(id, new JobExit(137, JobExit.Cause.OUTSIDE, "somebody killed it"));
  }

  /// It ends so.
  void end(JobId id, JobExit exit) {
    SocketChannel channel = alive.remove(id);
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw CommandRig.unexpected(e.toString());
      }
      listener.accept(id, exit);
    }
  }

  int alive() {
    return alive.size();
  }

  @Override
  public void stop(JobId job, Duration grace) {
    stopping.accept(job);
    end(job, new JobExit(137, JobExit.Cause.STOPPED, "it was stopped"));
  }

  @Override
  public void freeze() {}

  @Override
  public void thaw() {}

  @Override
  public Set<JobId> adopt(Set<JobId> jobs) {
    return Set.of();
  }

  @Override
  public void close() {}
}
