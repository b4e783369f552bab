package dev.ironclaw.controlplane.box;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.hosttool.HostTool;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.hosttool.HostTools;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.End;
import dev.ironclaw.controlplane.modelproxy.MockUpstream;
import dev.ironclaw.controlplane.modelproxy.ProxyParts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class StoppedTurnsTest {
  private static final String MESSAGES = BoxApi.MODEL + "/v1/messages";
  private static final String SEARCH = BoxApi.TOOLS + "/" + ToolName.WEB_SEARCH;

  private final BlockingQueue<ModelCallListener.ModelCall> calls = new LinkedBlockingQueue<>();

  private static HostTool tool(Function<HostToolCall, CompletionStage<HostToolAnswer>> work) {
    return new HostTool() {
      @Override
      public String name() {
        return ToolName.WEB_SEARCH;
      }

      @Override
      public CompletionStage<HostToolAnswer> call(HostToolCall call) {
        return work.apply(call);
      }
    };
  }

  private static String ask(String prompt) {
    return "{\"model\":\"mock-1\",\"max_tokens\":10,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\""
        + prompt + "\"}]}";
  }

  private static String ack(String row) {
    return "{\"rows\":[],\"acks\":[{\"messageId\":\"" + row + "\",\"status\":\"completed\"}],\"state\":[]}";
  }

  private static String toolCall(String row) {
    return "{\"origin\":\"" + row + "\",\"call\":\"out_" + row + "_0_0\",\"input\":{}}";
  }

  private static String reply(String row) {
    return "{\"rows\":[{\"id\":\"out_" + row + "\",\"inReplyTo\":\"" + row + "\",\"kind\":\"chat\",\"channelType\":"
        + "\"webchat\",\"platformId\":\"main\",\"content\":\"so far\"}],\"acks\":[{\"messageId\":\"" + row
        + "\",\"status\":\"completed\"}],\"state\":[]}";
  }

  @Test
  void endsTheModelCallAtOnceAndLetsNoneBeginUntilTheStoppedRowsAreFinished() throws Exception {
    try (MockUpstream mock = new MockUpstream();
        BoxHouse house = new BoxHouse(BoxHouse.LIMITS,
            ProxyParts.of(List.of(mock.upstream())).withListener(calls::add))) {
      house.queue.push("in_1", "{}");
      house.queue.push("in_2", "{}");
      Crossing crossing = house.openBound("send_message");
      try (RawClient answer = new RawClient(crossing.folder()); RawClient box = new RawClient(crossing.folder())) {
        answer.sendPost(MESSAGES, ask("slow:9999 20"));
        assertThat(answer.head().status()).isEqualTo(200);
        assertThat(answer.bodyLine()).isNotEmpty();
        crossing.stopTurns(2);
        assertThat(calls.poll(60, TimeUnit.SECONDS)).extracting(ModelCallListener.ModelCall::end)
            .isEqualTo(End.STOPPED);
        assertThat(answer.rest()).as("what came before the cut").doesNotContain("word9999");

        RawClient.Answer refused = box.post(MESSAGES, ask("hello"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("a person stopped what is being answered");
        assertThat(box.post(BoxApi.COMMIT, reply("in_1").replace("out_in_1\"", "mine\"")).status()).isEqualTo(403);
        assertThat(box.post(BoxApi.COMMIT, reply("in_1").replace("\"chat\"", "\"system\"")
            .replace("so far", "{\\\"action\\\":\\\"do-it\\\"}")).status()).as("a request as the reply").isEqualTo(403);
        assertThat(box.post(BoxApi.COMMIT, "{\"rows\":[],\"acks\":[],\"state\":[{\"key\":\"k\",\"value\":\"v\"}]}")
            .status()).isEqualTo(200);
        assertThat(box.post(BoxApi.COMMIT, reply("in_1")).status()).isEqualTo(200);
        assertThat(box.post(MESSAGES, ask("hello")).status()).as("in_2 came after the stop").isEqualTo(200);
      }
    }
  }

  @Test
  void opensNoDoorToABoxThatOnlyAcksWhatWasStopped() throws Exception {
    try (MockUpstream mock = new MockUpstream();
        BoxHouse house = new BoxHouse(BoxHouse.LIMITS, ProxyParts.of(List.of(mock.upstream())))) {
      house.tools.open(
          new HostTools(List.of(tool(_ -> CompletableFuture.completedFuture(HostToolAnswer.done("found"))))),
          (_, _, _, _) -> true);
      house.queue.push("in_1", "{}");
      Crossing crossing = house.openBound("send_message", ToolName.WEB_SEARCH);
      try (RawClient box = new RawClient(crossing.folder())) {
        crossing.stopTurns(2);
        assertThat(box.post(BoxApi.COMMIT, ack("in_1")).status()).isEqualTo(200);

        assertThat(box.post(MESSAGES, ask("hello")).status()).isEqualTo(403);
        assertThat(box.post(SEARCH, toolCall("in_1")).status()).isEqualTo(403);
        assertThat(box.post(BoxApi.COMMIT, reply("in_1").replace("out_in_1\"", "mine\"")).status()).isEqualTo(403);

        house.queue.push("in_2", "{}");
        assertThat(box.post(MESSAGES, ask("hello")).status()).isEqualTo(200);
        assertThat(box.post(SEARCH, toolCall("in_1")).status()).as("for what was stopped").isEqualTo(403);
        assertThat(box.post(SEARCH, toolCall("in_2")).status()).isEqualTo(200);
        String more = reply("in_2").replace("out_in_2\"", "mine\"");
        assertThat(box.post(BoxApi.COMMIT, more).status()).isEqualTo(200);
        assertThat(box.post(BoxApi.COMMIT, more).status()).as("again, its turn is over").isEqualTo(200);
        assertThat(box.post(MESSAGES, ask("hello")).status()).as("nothing is left to answer").isEqualTo(403);
      }
    }
  }

  @Test
  void endsEachCallThoughOneCannotBeEnded() {
    StoppedTurns stops = new StoppedTurns();
    List<String> ended = new ArrayList<>();
    for (String call : List.of("a", "b", "c")) {
      stops.begins(call, () -> {
        ended.add(call);
        throw new IllegalStateException("Committed");
      });
    }
    stops.stop(1);
    assertThat(ended).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void tellsEachNewStreamOfTheStop() throws IOException {
    try (BoxHouse house = new BoxHouse()) {
      house.queue.push("in_1", "{}");
      Crossing crossing = house.openBound();
      crossing.stopTurns(2);
      try (RawClient box = new RawClient(crossing.folder())) {
        box.send("GET " + BoxApi.EVENTS + "?after=0 HTTP/1.1\r\nHost: box\r\n\r\n").head();
        assertThat(List.of(box.bodyLine(), box.bodyLine(), box.bodyLine())).satisfiesExactly(
            line -> assertThat(line).contains("\"bound\""),
            line -> assertThat(line).isEqualTo("{\"type\":\"cancel\",\"seq\":2}"),
            line -> assertThat(line).contains("in_1"));
      }
    }
  }

  @Test
  void breaksOffAToolThatRunsForTheTurn() throws Exception {
    CompletableFuture<HostToolAnswer> work = new CompletableFuture<>();
    CompletableFuture<Boolean> begun = new CompletableFuture<>();
    try (ToolDoor door = new ToolDoor(); BoxHouse house = new BoxHouse(door)) {
      door.open(new HostTools(List.of(tool(_ -> {
        begun.complete(true);
        return work;
      }))), (_, _, _, _) -> true);
      house.queue.push("in_1", "{}");
      Crossing crossing = house.openBound(ToolName.WEB_SEARCH);
      try (RawClient box = new RawClient(crossing.folder())) {
        box.sendPost(SEARCH, toolCall("in_1"));
        begun.get(60, TimeUnit.SECONDS);
        crossing.stopTurns(2);
        assertThat(box.answer().body()).contains("a person stopped this answer");
        // Where the stop came before the run had hold of the work, the box may hear first.
        assertThat(work).failsWithin(Duration.ofSeconds(60)).withThrowableOfType(CancellationException.class);
        assertThat(box.post(SEARCH, toolCall("in_1")).status()).isEqualTo(403);
      }
    }
  }
}
