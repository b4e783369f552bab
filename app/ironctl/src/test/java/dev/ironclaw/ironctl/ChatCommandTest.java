package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ChatCommandTest {
  private static final String MESSAGES = "GET /v1/ui/chat/dev/messages";
  private static final String NONE = "{\"conversationId\":\"ses_1\",\"messages\":[]}";

  private final FakeApi api = new FakeApi().answer("POST /v1/ui/chat/send", 202,
      "{\"conversationId\":\"ses_1\",\"messageId\":\"in_1\",\"engaged\":true,\"outcomes\":[]}");

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void printsTheAnswerOfARepeatedQuestionAtOnce() {
    api.answer(MESSAGES, 200, messages(answer("hello")));
    Ran ran = Ran.script("chat", "dev", "--message", "hi", "--id", "once", "--addr", api.address());
    assertThat(ran).isEqualTo(new Ran(0, "hello" + System.lineSeparator(), ""));
    assertThat(api.asked("POST /v1/ui/chat/send").getFirst().body()).contains("\"text\":\"hi\"", "\"id\":\"once\"");
    assertThat(api.asked(MESSAGES).getFirst().query()).contains("after=in_1");
  }

  @Test
  void sendsFilesAlongAndNamesThem(@TempDir Path folder) throws IOException {
    api.answer(MESSAGES, 200, messages(answer("a cat")));
    api.answer("POST /v1/agents/dev/inbox", 201, "{\"path\":\"inbox/cat.png\",\"size\":3}");
    Path file = Files.writeString(folder.resolve("cat.png"), "png");
    assertThat(Ran.script("chat", "dev", "--message", "what is it?", "--file", file.toString(), "--addr",
        api.address()).out()).contains("a cat");
    assertThat(api.asked("POST /v1/ui/chat/send").getFirst().body()).contains("\"attachments\":[\"inbox/cat.png\"]",
        "what is it?\\n[file in your workspace: inbox/cat.png]");
    List<String> many = new ArrayList<>(List.of("chat", "dev", "--message", "x", "--addr", api.address()));
    for (int i = 0; i < 17; i++) {
      many.addAll(List.of("--file", file.toString()));
    }
    Ran refused = Ran.script(many.toArray(String[]::new));
    assertThat(refused.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("at most 16 files");
  }

  @Test
  void streamsToAPersonAndPrintsEachWordOnce() {
    api.answer(MESSAGES, 200, NONE);
    partial(0, "he");
    partial(2, "llo");
    api.event("chat.partial", "{\"inReplyTo\":\"in_other\",\"offset\":0,\"text\":\"not mine\"}");
    // The answer is there only once the event says so: the fake changes its answer when it is asked after the parts.
    Thread answering = Thread.ofVirtual().unstarted(() -> {
      api.answer(MESSAGES, 200, messages(answer("hello there")));
      api.event("chat.message", "{\"sessionId\":\"ses_1\"}");
    });
    answering.start();
    Ran ran = Ran.person("hi\n", "chat", "dev", "--addr", api.address());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).isEqualTo("dev> hello there" + System.lineSeparator());
  }

  @Test
  void printsWhatTheAgentSendsBeforeItsAnswer() {
    api.answer(MESSAGES, 200, messages(message("m1", "working on it"), answer("done")));
    Ran ran = Ran.script("chat", "dev", "--message", "hi", "--addr", api.address());
    assertThat(ran.out().lines()).containsExactly("working on it", "done");
  }

  @Test
  void looksAgainWhenEventsWereLost() {
    api.answer(MESSAGES, 200, NONE);
    Thread.ofVirtual().start(() -> {
      api.answer(MESSAGES, 200, messages(answer("late")));
      api.event("resync", "{}");
    });
    assertThat(Ran.script("chat", "dev", "--message", "hi", "--addr", api.address()).out()).contains("late");
  }

  @Test
  void givesUpAfterItsTimeout() {
    api.answer(MESSAGES, 200, NONE);
    Ran ran = Ran.script("chat", "dev", "--message", "hi", "--timeout", "1", "--addr", api.address());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("no answer within 1 s").hasLineCount(1);
  }

  @Test
  @Timeout(120)
  void givesUpAlsoWhileFullPagesKeepComing() {
    // The fake gives the same full page for ever, so the last one never comes.
    api.answer(MESSAGES, 200, messages(IntStream.range(0, 200).mapToObj(n -> message("m" + n, "x"))
        .toArray(String[]::new)));
    Ran ran = Ran.script("chat", "dev", "--message", "hi", "--timeout", "1", "--addr", api.address());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("no answer within 1 s");
  }

  @Test
  void saysThatAMessageWasNotTaken() {
    api.answer("POST /v1/ui/chat/send", 202, "{\"messageId\":\"in_1\",\"engaged\":false,\"outcomes\":[{\"agentGroupId\""
        + ":\"dev\",\"engaged\":false,\"reason\":\"access-denied: no-access\"}]}");
    Ran ran = Ran.script("chat", "dev", "--message", "hi", "--addr", api.address());
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).contains("access-denied");
  }

  @Test
  void letsNoAgentRepaintTheScreen() {
    api.answer(MESSAGES, 200, messages(answer("\\u001b]0;owned\\u0007\\u202eevil")));
    Ran ran = Ran.script("chat", "dev", "--message", "hi", "--addr", api.address());
    assertThat(ran.out()).isEqualTo("⟨U+001B⟩]0;owned⟨U+0007⟩⟨U+202E⟩evil" + System.lineSeparator());
  }

  private void partial(int offset, String text) {
    api.event("chat.partial", "{\"inReplyTo\":\"in_1\",\"offset\":" + offset + ",\"text\":\"" + text + "\"}");
  }

  private static String messages(String... messages) {
    return "{\"conversationId\":\"ses_1\",\"messages\":[" + String.join(",", messages) + "]}";
  }

  private static String answer(String text) {
    return message("out_in_1", text);
  }

  private static String message(String id, String text) {
    return "{\"id\":\"" + id + "\",\"conversationId\":\"ses_1\",\"content\":\"" + text
        + "\",\"timestamp\":\"t\",\"role\":\"agent\"}";
  }
}
