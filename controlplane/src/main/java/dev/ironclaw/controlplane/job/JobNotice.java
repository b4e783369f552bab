package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.queue.NewInbound;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The inbound `system` row that tells an agent how its job ended: JSON
/// `{"event":"job","jobId","outcome","title","text"}`. `text` is what the job said, or why it ended: whatever the job read may
/// speak in it, so the box shows it as data and never as a notice of the host.
public final class JobNotice {
  static final int MAX_TEXT = 8_000;
  private static final int MAX_REASON = 1_000;

  private JobNotice() {}

  /// What is put into the queue of the conversation that asked for the job.
  ///
  /// @param asked the row in whose turn the job was asked for
  /// @param redact takes secrets out
  public static NewInbound row(Job job, Optional<MessageIn> asked, UnaryOperator<String> redact) {
    ObjectNode content = JsonMapper.shared().createObjectNode().put("event", "job").put("jobId", job.id().value())
        .put("outcome", job.state().wireName()).put("title", redact.apply(VisibleText.line(job.spec().title())))
        .put("text", redact.apply(VisibleText.text(text(job))));
    return NewInbound.notice(new MessageId("sys_job_" + job.id()), asked,
        asked.map(MessageIn::channelType).orElse(""), asked.map(MessageIn::platformId).orElse(""),
        asked.flatMap(MessageIn::threadId), content.toString());
  }

  private static String text(Job job) {
    StringBuilder text = new StringBuilder();
    job.reason().ifPresent(why -> text.append("it ended because: ").append(Excerpt.of(why, MAX_REASON)).append('\n'));
    String said = job.result().filter(result -> !result.isBlank()).orElse("(it left no result)");
    text.append(Excerpt.of(said, MAX_TEXT));
    if (said.length() > MAX_TEXT) {
      text.append("\n(job_status shows all of it)");
    }
    return text.toString();
  }
}
