package dev.ironclaw.client;

import dev.ironclaw.contract.api.QuestionAnswerBody;
import dev.ironclaw.contract.api.QuestionView;
import java.util.List;

/// What agents ask people.
public final class QuestionsClient {
  private final Http http;

  QuestionsClient(Http http) {
    this.http = http;
  }

  /// Those that wait, oldest first.
  ///
  /// @param ended how many of those that ended last come after them
  public List<QuestionView> list(int ended) {
    return Wire.readList(http.call("GET", "/v1/questions?ended=" + ended, null), QuestionView.class);
  }

  /// Answers with an option's number or words, or with words of one's own.
  public QuestionView answer(String id, String answer) {
    return Wire.read(http.call("POST", "/v1/questions/" + Wire.part(id) + "/answer", new QuestionAnswerBody(answer)),
        QuestionView.class);
  }

  /// Ends it without an answer; the agent is told.
  public QuestionView dismiss(String id) {
    return Wire.read(http.call("POST", "/v1/questions/" + Wire.part(id) + "/dismiss", null), QuestionView.class);
  }
}
