package dev.ironclaw.controlplane.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.hosttool.HostTool;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.hosttool.HostTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ToolDoorTest {
  private static final String ECHO = BoxApi.TOOLS + "/echo";

  private final BlockingQueue<HostToolCall> calls = new LinkedBlockingQueue<>();
  private final BlockingQueue<CompletableFuture<HostToolAnswer>> waiting = new LinkedBlockingQueue<>();
  private final List<String> uses = new ArrayList<>();

  private static String call(String id) {
    return "{\"origin\":\"in_1\",\"call\":\"" + id + "\",\"input\":{\"text\":\"hi\"}}";
  }

  private HostTool tool(Function<HostToolCall, CompletionStage<HostToolAnswer>> deed) {
    return new HostTool() {
      @Override
      public String name() {
        return "echo";
      }

      @Override
      public CompletionStage<HostToolAnswer> call(HostToolCall call) {
        calls.add(call);
        return deed.apply(call);
      }
    };
  }

  private HostTool echo() {
    return tool(call -> CompletableFuture.completedFuture(
        HostToolAnswer.done(call.input().path("text").asString())));
  }

  private HostTool slow() {
    return tool(_ -> {
      CompletableFuture<HostToolAnswer> future = new CompletableFuture<>();
      waiting.add(future);
      return future;
    });
  }

  private BoxHouse house(HostTool tool) throws IOException {
    return house(new ToolDoor(), tool);
  }

  private BoxHouse house(ToolDoor door, HostTool tool) throws IOException {
    BoxHouse house = new BoxHouse(door);
    house.queue.push("in_1", "hello");
    door.open(new HostTools(List.of(tool)), (agent, session, name, call) -> {
      uses.add(agent + " " + session + " " + name + " " + call);
      return !call.value().startsWith("spent");
    });
    return house;
  }

  @Test
  void doesAToolForABoxThatHasTheRight() throws Exception {
    try (BoxHouse house = house(echo()); RawClient box = new RawClient(house.openBound("echo").folder())) {
      RawClient.Answer answer = box.post(ECHO, call("c1"));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"text\":\"hi\",\"isError\":false}");
      assertThat(calls).singleElement().satisfies(made -> {
        assertThat(made.session()).isEqualTo(BoxHouse.SESSION);
        assertThat(made.agentGroup().value()).isEqualTo("ada");
        assertThat(made.origin().value()).isEqualTo("in_1");
      });
      assertThat(uses).containsExactly("ada " + BoxHouse.SESSION + " echo c1");
      assertThat(box.post(ECHO, call("c2")).status()).as("the connection lives on").isEqualTo(200);
    }
  }

  @Test
  void refusesWhatIsNotGrantedNotDoneHereOrSpent() throws Exception {
    try (BoxHouse house = house(echo()); RawClient box = new RawClient(house.openBound("echo", "other").folder())) {
      assertThat(box.post(BoxApi.TOOLS + "/web_search", call("c1"))).satisfies(answer -> {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("not granted to this agent");
      });
      assertThat(box.post(BoxApi.TOOLS + "/other", call("c1")).status()).isEqualTo(403);
      assertThat(box.post(ECHO, call("spent")).status()).isEqualTo(403);
      assertThat(calls).isEmpty();
      Wait.until(() -> house.listener.refusals.stream().anyMatch(refusal -> refusal.door().equals("tools")));
    }
  }

  @Test
  void refusesAnOriginThatTheSessionHasNotAndBodiesOfAnotherForm() throws Exception {
    try (BoxHouse house = house(echo()); RawClient box = new RawClient(house.openBound("echo").folder())) {
      assertThat(box.post(ECHO, "{\"origin\":\"in_2\",\"call\":\"c\",\"input\":{}}").status()).isEqualTo(403);
      for (String body : List.of("", "{}", "[]", "{\"origin\":\"in_1\",\"call\":\"c\"}",
          "{\"origin\":\"in_1\",\"call\":\"c\",\"input\":[]}", "{\"origin\":\"in_1\",\"call\":\"../c\",\"input\":{}}",
          "{\"origin\":\"in_1\",\"call\":\"c\",\"input\":{},\"session\":\"ses_1\"}",
          "{\"origin\":\"in_1\",\"call\":\"c\",\"input\":{\"a\":1,\"a\":2}}")) {
        assertThat(box.post(ECHO, body).status()).as(body).isEqualTo(400);
      }
      for (String name : List.of("/", "/Echo", "/a/b", "/%65cho", "/echo/")) {
        assertThat(box.post(BoxApi.TOOLS + name, call("c")).status()).as(name).isBetween(403, 404);
      }
      assertThat(box.post(BoxApi.TOOLS, call("c")).status()).isEqualTo(404);
      assertThat(calls).isEmpty();
    }
  }

  @Test
  void looksAtTheRightAgainWhenTheCallsTurnHasCome() throws Exception {
    try (BoxHouse house = house(echo()); ToolDoor door = new ToolDoor()) {
      door.open(new HostTools(List.of(echo())), (_, _, _, _) -> true);
      CompletableFuture<IronclawException> refused = new CompletableFuture<>();
      var _ = door.call(new ToolDoor.Asked("echo", new BoxRequests().tool(
          ByteBuffer.wrap(call("c").getBytes(StandardCharsets.UTF_8)))),
          () -> Optional.of(house.binding()), new ToolRun.Then() {
            @Override
            public void answered(HostToolAnswer answer) {
              refused.completeExceptionally(new AssertionError("done: " + answer));
            }

            @Override
            public void failed(IronclawException failure) {
              refused.complete(failure);
            }

            @Override
            public void gone() {}
          });
      assertThat(refused.get().code()).isEqualTo(ErrorCode.DENIED);
      assertThat(calls).isEmpty();
    }
  }

  @Test
  void endsTheWorkWhenTheBoxHangsUp() throws Exception {
    try (BoxHouse house = house(slow())) {
      RawClient box = new RawClient(house.openBound("echo").folder());
      box.sendPost(ECHO, call("c"));
      CompletableFuture<HostToolAnswer> work = waiting.take();
      box.close();
      Wait.until(work::isCancelled);
    }
  }

  @Test
  void breaksOffWhatTakesTooLongAndWhatRunsInAPanic() throws Exception {
    try (BoxHouse house = house(new ToolDoor(Duration.ofMillis(50)), slow());
        RawClient box = new RawClient(house.openBound("echo").folder())) {
      assertThat(box.post(ECHO, call("c")).body()).contains("took longer than", "\"isError\":true");
      Wait.until(waiting.take()::isCancelled);
    }
    try (BoxHouse house = house(slow()); RawClient box = new RawClient(house.openBound("echo").folder())) {
      box.sendPost(ECHO, call("c"));
      CompletableFuture<HostToolAnswer> work = waiting.take();
      house.tools.cut();
      assertThat(box.answer().body()).contains("a person stopped everything");
      Wait.until(work::isCancelled);
    }
  }

  @Test
  void takesFourCallsAtATimeAndKeepsTheOtherDoorsOpen() throws Exception {
    try (BoxHouse house = house(slow())) {
      Crossing crossing = house.openBound("echo");
      List<RawClient> boxes = new ArrayList<>();
      for (int i = 0; i < BoxApi.MAX_CONCURRENT_TOOL_CALLS; i++) {
        boxes.add(new RawClient(crossing.folder()).sendPost(ECHO, call("c" + i)));
        assertThat(waiting.take()).isNotDone();
      }
      try (RawClient fifth = new RawClient(crossing.folder())) {
        assertThat(fifth.post(ECHO, call("c5")).status()).isEqualTo(429);
        assertThat(fifth.post(BoxApi.HEARTBEAT, "{\"toolTimeoutMillis\":0}").status()).isEqualTo(204);
      }
      for (RawClient box : boxes) {
        box.close();
      }
    }
  }

  @Test
  void tellsAToolsOwnRefusalAsAResultAndKeepsAFaultsWordsInside() throws Exception {
    try (BoxHouse house = house(tool(call -> switch (call.id().value()) {
      case "denied" -> throw new IronclawException(ErrorCode.INVALID_PAYLOAD, "echo: say something");
      case "away" -> CompletableFuture.failedFuture(new IronclawException(ErrorCode.NOT_READY, "wait"));
      case "long" -> CompletableFuture.completedFuture(HostToolAnswer.done("x".repeat(70_000)));
      default -> CompletableFuture.failedFuture(new IllegalStateException("a secret of the host"));
    })); RawClient box = new RawClient(house.openBound("echo").folder())) {
      assertThat(box.post(ECHO, call("denied")).body())
          .isEqualTo("{\"text\":\"echo: say something\",\"isError\":true}");
      assertThat(box.post(ECHO, call("away")).status()).isEqualTo(503);
      assertThat(box.post(ECHO, call("fault"))).satisfies(answer -> {
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("secret");
      });
      assertThat(box.post(ECHO, call("long")).body()).hasSizeBetween(65_536, 65_600);
    }
  }

  @Test
  void isClosedUntilThereIsSomethingBehindIt() throws Exception {
    assertThatThrownBy(() -> new HostTools(List.of(echo(), echo()))).hasMessageContaining("the name is taken");
    try (BoxHouse house = new BoxHouse(); RawClient box = new RawClient(house.openBound("echo").folder())) {
      house.queue.push("in_1", "hello");
      assertThat(box.post(ECHO, call("c")).status()).isEqualTo(503);
    }
  }
}
