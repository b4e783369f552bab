package dev.ironclaw.sandbox.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.sandbox.provider.ModelBlock;
import dev.ironclaw.sandbox.provider.ModelEvent;
import dev.ironclaw.sandbox.testing.FakeBoxClient;
import dev.ironclaw.sandbox.testing.LoopRig;
import dev.ironclaw.sandbox.testing.ScriptedProvider;
import dev.ironclaw.sandbox.tool.ReadFileTool;
import dev.ironclaw.sandbox.tool.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TurnLimitsTest {
  private static final byte[] PICTURE = "\u0089PNG\r\n\u001a\nimg".getBytes(StandardCharsets.ISO_8859_1);

  @TempDir
  private Path folder;
  private final LoopRig rig = new LoopRig(List.of());

  @Test
  void tellsTheModelAtTheThirdFailureOfTheSameCallAndEndsAtTheFifth() throws InterruptedException {
    rig.session.says("go", true);
    ScriptedProvider model = new ScriptedProvider((request, sink) -> {
      sink.accept(new ModelEvent.TextDelta("trying"));
      LoopRig.use(sink, "a", "no_tool", "{\"x\":1}");
    });
    rig.live(model);
    assertThat(model.requests).hasSize(5);
    assertThat(LoopRig.shown(model.requests.get(2))).isEqualTo("there is no tool of this name");
    assertThat(LoopRig.shown(model.requests.get(3)))
        .contains("This same call has now failed 3 times. Do not make it again");
    assertThat(rig.reply())
        .isEqualTo("trying\n\nI stopped: no_tool failed 5 times with the same input, so trying on would "
            + "not have helped.");
  }

  @Test
  void countsFailuresOnInAnotherBoxAndOnlyThoseOfTheSameInput() throws InterruptedException {
    rig.session.says("go", true);
    AtomicInteger calls = new AtomicInteger();
    ScriptedProvider model = new ScriptedProvider((request, sink) -> {
      int call = calls.incrementAndGet();
      LoopRig.use(sink, "a", "no_tool", "{\"x\":" + (call % 2) + "}");
    });
    try {
      rig.live(new FakeBoxClient(rig.session).dyingAt(7), model);
    } catch (FakeBoxClient.Killed died) {
      rig.live(model);
    }
    assertThat(rig.reply()).contains("failed 5 times");
    assertThat(model.requests.size()).isBetween(9, 10);
  }

  @Test
  void stopsATurnThatHasTakenItsTokens() throws InterruptedException {
    rig.limits(new BoxConfig.Limits(16, 2_000, 60, 1_000)).session.says("go", true);
    AtomicInteger calls = new AtomicInteger();
    ScriptedProvider model = new ScriptedProvider((request, sink) -> {
      sink.accept(new ModelEvent.TextDelta("part " + calls.incrementAndGet()));
      LoopRig.use(sink, "a", "no_tool", "{\"n\":" + calls.get() + "}");
      sink.accept(new ModelEvent.Usage(300, 100));
    });
    rig.live(model);
    assertThat(rig.reply()).isEqualTo("part 3\n\nI stopped after 1200 tokens; one answer may take 1000.");
    assertThat(model.requests).hasSize(3);
  }

  @Test
  void runsSixteenToolsAtOnceAndSaysThatOfTheRest() throws InterruptedException {
    rig.session.says("go", true);
    ScriptedProvider model = new ScriptedProvider((request, sink) -> {
      if (request.messages().size() == 1) {
        for (int i = 0; i < 20; i++) {
          LoopRig.use(sink, "t" + i, "no_tool", "{\"n\":" + i + "}");
        }
      } else {
        sink.accept(new ModelEvent.TextDelta("ok"));
      }
    });
    rig.live(model);
    List<ModelBlock> results = model.requests.getLast().messages().getLast().blocks();
    assertThat(results).hasSize(20);
    assertThat(results.get(15)).extracting(block -> ((ModelBlock.ToolResult) block).text())
        .isEqualTo("there is no tool of this name");
    assertThat(results.get(16)).extracting(block -> ((ModelBlock.ToolResult) block).text())
        .isEqualTo("not run: at most 16 tools at once; ask for it again");
  }

  @Test
  void saysWhyAnAnswerIsShortOrEmpty() throws InterruptedException {
    assertThat(endedBy("Once", ModelEvent.Reason.MAX_TOKENS))
        .isEqualTo("Once\n\n(Cut here: an answer of this model may have 1024 tokens.)");
    assertThat(endedBy("", ModelEvent.Reason.REFUSED)).isEqualTo("The model refused to answer this.");
    assertThat(endedBy("I won't.", ModelEvent.Reason.REFUSED)).isEqualTo("I won't.");
    assertThat(endedBy("", ModelEvent.Reason.END)).isEqualTo("(The model answered without words.)");
  }

  private String endedBy(String words, ModelEvent.Reason reason) throws InterruptedException {
    rig.session.says("go", true);
    rig.live(ScriptedProvider.ending(reason, (request, sink) -> sink.accept(new ModelEvent.TextDelta(words))));
    return rig.reply();
  }

  @Test
  void keepsWhatWasSaidBeforeAFailure() throws InterruptedException {
    rig.session.says("go", true);
    rig.live(new ScriptedProvider((request, sink) -> {
      sink.accept(new ModelEvent.TextDelta("half of it"));
      throw new IronclawException(ErrorCode.DENIED, "call the model: status 403");
    }));
    assertThat(rig.reply()).isEqualTo("half of it\n\nI could not finish this answer (call the model: status 403).");
  }

  @Test
  void showsLessOfThePastToAModelThatFindsItTooLong() throws InterruptedException {
    for (int i = 0; i < 6; i++) {
      rig.session.says("y".repeat(900), true);
    }
    rig.live(new ScriptedProvider((request, sink) -> sink.accept(new ModelEvent.TextDelta("a"))));
    rig.session.says("now", true);
    ScriptedProvider small = new ScriptedProvider((request, sink) -> {
      if (request.messages().size() > 1) {
        throw new IronclawException(ErrorCode.TOO_LARGE, "call the model: status 400: prompt is too long");
      }
      sink.accept(new ModelEvent.TextDelta("fits"));
    });
    rig.live(small);
    assertThat(rig.reply()).isEqualTo("fits");
    assertThat(small.requests).hasSizeBetween(2, 3);
    rig.session.says("again", true);
    rig.live(new ScriptedProvider((request, sink) -> {
      throw new IronclawException(ErrorCode.TOO_LARGE, "call the model: status 413");
    }));
    assertThat(rig.reply()).isEqualTo("I could not finish this answer (call the model: status 413).");
    assertThat(rig.session.acks.values()).contains(AckStatus.FAILED);
  }

  private LoopRig withPictures() throws IOException {
    for (int i = 0; i < 6; i++) {
      Files.write(folder.resolve(i + ".png"), PICTURE);
    }
    Files.writeString(folder.resolve("a.txt"), "words");
    return new LoopRig(List.of(new ReadFileTool(new Workspace(folder, true))));
  }

  @Test
  void showsThePicturesOfAToolAndOnlyTheNewestFour() throws IOException, InterruptedException {
    LoopRig pictures = withPictures();
    pictures.session.says("go", true);
    AtomicInteger calls = new AtomicInteger();
    ScriptedProvider model = new ScriptedProvider((request, sink) -> {
      int call = calls.getAndIncrement();
      if (call < 6) {
        LoopRig.use(sink, "t", "read_file", "{\"path\":\"" + call + ".png\"}");
      } else {
        sink.accept(new ModelEvent.TextDelta("seen"));
      }
    });
    pictures.live(model);
    List<ModelBlock.ToolResult> results = model.requests.getLast().messages().stream()
        .flatMap(message -> message.blocks().stream()).filter(ModelBlock.ToolResult.class::isInstance)
        .map(ModelBlock.ToolResult.class::cast).toList();
    assertThat(results).hasSize(6).extracting(result -> result.media().size()).containsExactly(0, 0, 1, 1, 1, 1);
    assertThat(results.getFirst().text()).contains("[0.png, image/png, was shown here; read it again to see it]");
    assertThat(results.getLast().media().getFirst()).isEqualTo(new ModelBlock.Media("5.png", "image/png",
        Base64.getEncoder().encodeToString(PICTURE)));
    assertThat(pictures.session.state.toString()).doesNotContain("iVBOR");
  }

  @Test
  void doesWithoutPicturesWhereTheModelTakesNone() throws IOException, InterruptedException {
    LoopRig pictures = withPictures();
    pictures.session.saysWith("look", "[{\"name\":\"me.png\",\"mediaType\":\"image/png\",\"path\":\"0.png\"},"
        + "{\"name\":\"a.txt\",\"mediaType\":\"text/plain\",\"path\":\"a.txt\"}]");
    ScriptedProvider blind = new ScriptedProvider((request, sink) -> {
      if (request.messages().getLast().blocks().stream().anyMatch(ModelBlock.Media.class::isInstance)) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "call the model: status 400: no images");
      }
      sink.accept(new ModelEvent.TextDelta("read"));
    });
    pictures.live(blind);
    assertThat(LoopRig.shown(blind.requests.getFirst())).isEqualTo("<0.png>[chat via webchat main from Owner]\nlook\n"
        + "[attached: me.png, image/png, at 0.png]\n[attached: a.txt, text/plain, at a.txt]");
    assertThat(LoopRig.shown(blind.requests.getLast())).startsWith("[0.png, image/png, was shown here");
    assertThat(pictures.reply()).isEqualTo("read");
  }

  @Test
  void namesAnAttachmentThatItMayNotRead() throws InterruptedException {
    LoopRig closed = new LoopRig(List.of(new ReadFileTool(new Workspace(folder, false))));
    closed.session.saysWith("look", "[{\"name\":\"me.png\",\"mediaType\":\"image/png\",\"path\":\"0.png\"}]");
    ScriptedProvider model = new ScriptedProvider((request, sink) -> sink.accept(new ModelEvent.TextDelta("ok")));
    closed.live(model);
    assertThat(LoopRig.shown(model.requests.getFirst())).isEqualTo("[chat via webchat main from Owner]\nlook\n"
        + "[attached: me.png, image/png, at 0.png]");
  }
}
