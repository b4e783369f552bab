package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.api.AttachmentView;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.controlplane.attachment.Attachment;
import dev.ironclaw.controlplane.queue.TranscriptRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Files that came with the messages of a page.
class MessagePageFilesTest {
  private static final SessionId SESSION = new SessionId("ses_0123456789abcdef");

  private static TranscriptRow row(int n) {
    return new TranscriptRow(new MessageId("m" + n), n % 2 == 1, Optional.empty(), Instant.EPOCH.plusSeconds(n),
        "webchat", "anna", Optional.empty(), Optional.empty(), "words");
  }

  @Test
  void areLookedUpForTheAgentsMessagesOfThePageAlone() {
    List<MessageId> asked = new ArrayList<>();
    Attachment file = new Attachment("att_1", SESSION, new AgentGroupId("anna"), new MessageId("m3"),
        new MessageId("call_1"), "a.csv", 3, "00", Instant.EPOCH);
    MessagePage page = new MessagePage(SESSION, 4, true, (session, messages) -> {
      assertThat(session).isEqualTo(SESSION);
      asked.addAll(messages);
      return Map.of(file.message(), file);
    });
    List<TranscriptRow> conversation = IntStream.rangeClosed(1, 40).mapToObj(MessagePageFilesTest::row).toList();
    page.fill(last -> {
      int from = last.map(conversation::indexOf).orElse(-1) + 1;
      return conversation.subList(from, Math.min(from + page.atOnce(), conversation.size()));
    });
    assertThat(page.view(false).messages()).filteredOn(message -> message.attachment().isPresent())
        .extracting(MessageView::id, message -> message.attachment().map(AttachmentView::id).orElse(""))
        .containsExactly(tuple("m3", "att_1"));
    assertThat(asked).containsExactly(new MessageId("m1"), new MessageId("m3"));
  }
}
