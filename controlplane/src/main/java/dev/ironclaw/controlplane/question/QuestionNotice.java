package dev.ironclaw.controlplane.question;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.controlplane.question.Question.Settled;
import dev.ironclaw.controlplane.queue.NewInbound;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// The inbound row that tells an agent how its question ended. An answer is a person's words, so it comes as a chat row
/// from that person and never as a notice of the host: whoever answers can't speak for the host.
final class QuestionNotice {
  private static final int MAX_QUOTE = 200;
  private static final JsonMapper JSON = JsonMapper.shared();

  private QuestionNotice() {}

  /// @param asked the row whose turn it was asked in
  static NewInbound row(Question question, Settled settled, Optional<MessageIn> asked) {
    String channel = question.place().channelType();
    String platform = question.place().platformId();
    if (settled.answer().isEmpty()) {
      return NewInbound.notice(settled.row(), asked, channel, platform, question.place().threadId(),
          JSON.writeValueAsString(Map.of("event", "question", "questionId", question.id(), "outcome",
              question.state().wireName(), "text", nobody(question))));
    }
    // The question is the agent's: beside the person's words, never among them.
    return new NewInbound(settled.row(), MessageKind.CHAT, true, channel, platform, question.place().threadId(),
        JSON.writeValueAsString(Map.of("text", settled.answer().get(), "sender",
            Map.of("id", settled.by(), "name", settled.name()), "question",
            Map.of("id", question.id(), "text", quote(question)))),
        Optional.empty(), false);
  }

  private static String nobody(Question question) {
    String which = "your question “" + quote(question) + "” (" + question.id() + ") ";
    return question.state() == Question.State.EXPIRED
        ? which + "has expired: nobody answered it in time"
        : which + "was dismissed without an answer; do not ask it again";
  }

  private static String quote(Question question) {
    return Excerpt.of(question.form().question().replace('\n', ' '), MAX_QUOTE);
  }
}
