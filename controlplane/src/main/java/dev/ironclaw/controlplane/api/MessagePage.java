package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.api.AttachmentView;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.api.MessagesView;
import dev.ironclaw.controlplane.attachment.Attachment;
import dev.ironclaw.controlplane.queue.TranscriptRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One page of a conversation: as many messages as were asked for, or as many as have room. One message always has.
final class MessagePage {
  /// Of the messages' words, in bytes; as JSON they may be six times as long, and a face takes 64 MiB.
  static final int MOST_BYTES = 4 << 20;
  /// How many messages are in memory beside the page, each of 256 Ki characters at most.
  private static final int AT_ONCE = 32;

  private final SessionId session;
  private final int limit;
  private final boolean all;
  private final Files files;
  private final List<TranscriptRow> messages = new ArrayList<>();
  private long bytes;
  private boolean full;

  /// @param all the person's messages too
  MessagePage(SessionId session, int limit, boolean all, Files files) {
    this.session = session;
    this.limit = limit;
    this.all = all;
    this.files = files;
  }

  /// Which files came with messages.
  @FunctionalInterface
  interface Files {
    Map<MessageId, Attachment> of(SessionId session, List<MessageId> messages);
  }

  SessionId session() {
    return session;
  }

  /// How many rows to read in one go.
  int atOnce() {
    return Math.min(limit, AT_ONCE);
  }

  /// Reads until the page is full or the conversation ends.
  ///
  /// @param source [#atOnce] rows that come after the one it is given; fewer at the end
  void fill(Function<Optional<TranscriptRow>, List<TranscriptRow>> source) {
    Optional<TranscriptRow> last = Optional.empty();
    List<TranscriptRow> rows;
    do {
      rows = source.apply(last);
      for (TranscriptRow row : rows) {
        if ((all || row.fromAgent()) && !added(row)) {
          full = true;
          return;
        }
      }
      last = rows.isEmpty() ? last : Optional.of(rows.getLast());
    } while (rows.size() == atOnce());
  }

  private boolean added(TranscriptRow row) {
    int size = row.content().getBytes(StandardCharsets.UTF_8).length;
    if (messages.size() == limit || (!messages.isEmpty() && bytes + size > MOST_BYTES)) {
      return false;
    }
    bytes += size;
    messages.add(row);
    return true;
  }

  /// What was read.
  ///
  /// @param backwards it was read from the end
  MessagesView view(boolean backwards) {
    Map<MessageId, Attachment> sent = files.of(session,
        messages.stream().filter(TranscriptRow::fromAgent).map(TranscriptRow::id).toList());
    List<MessageView> views = messages.stream().map(row -> view(row, Optional.ofNullable(sent.get(row.id())))).toList();
    return new MessagesView(Optional.of(session.value()), backwards ? views.reversed() : views, Optional.of(full));
  }

  private MessageView view(TranscriptRow row, Optional<Attachment> file) {
    return new MessageView(row.id().value(), session.value(), row.threadId(), row.content(),
        row.timestamp().toString(), row.fromAgent() ? "agent" : "user", row.inReplyTo().map(MessageId::value),
        file.map(MessagePage::view));
  }

  private static AttachmentView view(Attachment file) {
    return new AttachmentView(file.id(), file.name(), file.size(), file.sha256());
  }
}
