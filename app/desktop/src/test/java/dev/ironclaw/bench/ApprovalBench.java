package dev.ironclaw.bench;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.StateFolder;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ApproveBody;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.api.UndoBody;
import dev.ironclaw.system.ControlPlaneProcess;
import dev.ironclaw.system.TrafficScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// What a person waits for around an approval, with a real box: how long after the message that makes an agent ask the
/// card is on every surface, and how long after the approval the box can use what it was given. Argument: how many starts
/// of a control plane, each for 26 approvals of each sort, because an agent may ask 30 times in an hour.
///
/// All are upper bounds: the first holds the turn in which the agent asks, the last the turn in which it is told. The
/// rounds give and take a right on a door, with which the box runs on, and then one to write files, for which it is
/// replaced by a box with another mount.
public final class ApprovalBench implements AutoCloseable {
  private static final int ROUNDS = 26;
  private static final int WARM_UP = 4;
  private static final int SURFACES = 3;

  private final ControlPlaneProcess controlPlane;
  private final ControlPlaneClient client;
  private final List<Surface> surfaces;
  private int message;

  private ApprovalBench(Path state) throws IOException {
    controlPlane = ControlPlaneProcess.start(state, TrafficScenario.FULL_SPEED);
    client = controlPlane.client();
    surfaces = List.of(new Surface(controlPlane.client()), new Surface(controlPlane.client()),
        new Surface(new ControlPlaneClient(new Endpoint.Socket(state.resolve("api.sock")),
            new StateFolder(state).token())));
  }

  public static void main(String... arguments) throws IOException, InterruptedException {
    int starts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4;
    Series doors = new Series(starts * ROUNDS);
    Series mounts = new Series(starts * ROUNDS);
    Path folder = Files.createTempDirectory("ironclaw-bench-");
    for (int start = 0; start < starts; start++) {
      try (ApprovalBench bench = new ApprovalBench(folder.resolve("a" + start))) {
        bench.run("mock-agent", "send_message", doors);
        bench.run("dev-agent", "write_file", mounts);
      }
    }
    doors.print("a right on a door", SURFACES);
    mounts.print("a mount, for which the box is replaced", SURFACES);
  }

  private void run(String agent, String tool, Series series) throws InterruptedException {
    String ask = "tool:request_capability_change {\"kind\":\"enabled_tools\",\"payload\":{\"add\":[\"" + tool
        + "\"]},\"reason\":\"to be measured\"}";
    without(agent, tool);
    for (int n = -WARM_UP; n < ROUNDS; n++) {
      long asked = System.nanoTime();
      String sent = send(agent, ask);
      long seen = 0;
      String id = "";
      for (Surface surface : surfaces) {
        Seen pending = surface.await(ApprovalBench::isAsked);
        id = String.valueOf(pending.event().data().get("id"));
        seen = Math.max(seen, pending.nanos());
      }
      surfaces.getFirst().await(event -> isReply(event, sent));
      ChangeView change = client.change(id);
      long decided = System.nanoTime();
      client.decide(id, DecisionBody.approve(change.cardHash(), Optional.empty()));
      long answered = System.nanoTime();
      Seen notice = surfaces.getFirst()
          .await(event -> event.type().equals("chat.message") && !isReply(event, sent));
      if (n >= 0) {
        series.add(seen - asked, answered - decided, notice.nanos() - decided);
      }
      takeAway(agent, id);
    }
  }

  private void without(String agent, String tool) throws InterruptedException {
    List<String> rest = client.agent(agent).enabledTools().stream().filter(name -> !name.equals(tool)).toList();
    if (rest.size() < client.agent(agent).enabledTools().size()) {
      ChangeSubmitBody change = ChangeSubmitBody.of(Optional.empty(), "enabled_tools", agent, Map.of("tools", rest),
          Optional.empty());
      client.submit(ChangeSubmitBody.of(Optional.empty(), "enabled_tools", agent, Map.of("tools", rest),
          Optional.empty(), Optional.of(new ApproveBody(client.preview(change).cardHash(), Optional.of(agent)))));
      rest(agent);
    }
  }

  private String send(String agent, String text) {
    message++;
    return client.send(new ChatSendBody(agent, text, Optional.of("a" + message))).messageId();
  }

  private static boolean isAsked(StreamEvent event) {
    return event.type().equals("change.pending") && String.valueOf(event.data().get("requestedBy")).contains("sandbox");
  }

  private static boolean isReply(StreamEvent event, String sent) {
    return event.type().equals("chat.message") && event.data().get("message") instanceof Map<?, ?> message
        && sent.equals(message.get("inReplyTo"));
  }

  /// Undoes it, and waits until the agent has nothing more to say about that.
  private void takeAway(String agent, String id) throws InterruptedException {
    ChangeView undo = client.previewUndo(id);
    client.undo(id, new UndoBody(Optional.of(new ApproveBody(undo.cardHash(), Optional.of(agent)))));
    rest(agent);
  }

  private void rest(String agent) throws InterruptedException {
    String last = send(agent, "thank you");
    surfaces.getFirst().await(event -> isReply(event, last));
    surfaces.forEach(Surface::forget);
  }

  /// What was measured, in nanoseconds.
  private static final class Series {
    private final long[] visible;
    private final long[] applied;
    private final long[] told;
    private int count;

    Series(int size) {
      visible = new long[size];
      applied = new long[size];
      told = new long[size];
    }

    void add(long seen, long answered, long heard) {
      visible[count] = seen;
      applied[count] = answered;
      told[count] = heard;
      count++;
    }

    void print(String what, int surfaces) {
      System.out.println(what + ":");
      System.out.println("  message that makes the agent ask, to its card on " + surfaces + " surfaces: "
          + new Figures(visible));
      System.out.println("  approval to its answer, when every door of the box knows it: " + new Figures(applied));
      System.out.println("  approval to the agent's own words that it has it: " + new Figures(told));
    }
  }

  private record Seen(StreamEvent event, long nanos) {}

  /// One face that follows the event stream, as an app or a console does.
  private static final class Surface implements AutoCloseable {
    private final ControlPlaneClient client;
    private final EventStream events;
    private final List<Seen> seen = new ArrayList<>();

    Surface(ControlPlaneClient client) {
      this.client = client;
      this.events = client.events(Optional.empty());
      Thread.ofPlatform().daemon().start(() -> {
        Optional<StreamEvent> next = events.next();
        while (next.isPresent()) {
          see(next.get());
          next = events.next();
        }
      });
    }

    /// The first one since [#forget]: events may come in either order.
    synchronized Seen await(Predicate<StreamEvent> wanted) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (true) {
        Optional<Seen> found = seen.stream().filter(one -> wanted.test(one.event())).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new IllegalStateException("the event did not come within 30 s; there were " + seen);
        }
        wait(left);
      }
    }

    private synchronized void see(StreamEvent event) {
      seen.add(new Seen(event, System.nanoTime()));
      notifyAll();
    }

    synchronized void forget() {
      seen.clear();
    }

    @Override
    public void close() {
      events.close();
      client.close();
    }
  }

  @Override
  public void close() {
    surfaces.forEach(Surface::close);
    client.close();
    controlPlane.close();
  }
}
