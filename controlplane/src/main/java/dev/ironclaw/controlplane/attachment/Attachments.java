package dev.ironclaw.controlplane.attachment;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.registry.Principal;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The files of all conversations. What is in them is in the sealed state, so it is backed up and erased with it.
///
/// Threading: any thread that may wait for the disk.
public final class Attachments {
  /// Largest file, in bytes.
  public static final int MAX_BYTES = 10 << 20;
  /// That one agent may send in any 60 minutes.
  static final int PER_HOUR = 60;
  private static final long MAX_HELD = 256L << 20;
  private static final int MAX_FILES = 1_000;

  private static final Duration HOUR = Duration.ofHours(1);

  private final Ledger ledger;
  private final long held;
  private final int files;
  private final AttachmentStore store = new AttachmentStore();

  public Attachments(Ledger ledger) {
    this(ledger, MAX_HELD, MAX_FILES);
  }

  /// @param held bytes in all files of one agent; past it the oldest are emptied
  /// @param files of one agent that are known at all, emptied ones too; past it the oldest are forgotten
  Attachments(Ledger ledger, long held, int files) {
    this.ledger = ledger;
    this.held = held;
    this.files = files;
  }

  /// Keeps it, and makes room for it; the same id again changes nothing.
  ///
  /// @return false where it was kept already
  /// @throws IronclawException `RATE_LIMITED` where the agent has sent too many within an hour
  boolean keep(Attachment file, byte[] content) {
    return ledger.audited(transaction -> {
      if (store.find(transaction.connection(), file.session(), file.id()).isPresent()) {
        return false;
      }
      if (store.since(transaction.connection(), file.agentGroup(), file.at().minus(HOUR)) >= PER_HOUR) {
        throw new IronclawException(ErrorCode.RATE_LIMITED,
            "an agent may send " + PER_HOUR + " files an hour; put many into one, or send it later");
      }
      int emptied = store.empty(transaction.connection(), file.agentGroup(), held - file.size());
      store.forget(transaction.connection(), file.agentGroup(), files - 1);
      store.add(transaction.connection(), file, content);
      // Its digest proves what went out; its name is a conversation's.
      transaction.audit(new AuditEvent("file", file.session().value(), "sent",
          new Principal.Agent(file.session()).name(),
          file.id() + ", " + file.size() + " bytes, sha256 " + file.sha256()
              + (emptied > 0 ? ", and of the oldest files " + emptied + " emptied" : ""))
          .about(file.agentGroup().value()));
      return true;
    });
  }

  /// Those of these messages, by the message that shows it.
  public Map<MessageId, Attachment> of(SessionId session, Collection<MessageId> messages) {
    return ledger.read(connection -> store.of(connection, session, messages)).stream()
        .collect(Collectors.toMap(Attachment::message, Function.identity()));
  }

  /// The call that sent the file which this message shows.
  public Optional<MessageId> call(SessionId session, MessageId message) {
    return ledger.read(connection -> store.of(connection, session, message)).map(Attachment::call);
  }

  /// One file of that conversation.
  ///
  /// @throws IronclawException `NOT_FOUND`
  public Attachment find(SessionId session, String id) {
    return ledger.read(connection -> store.find(connection, session, id)).orElseThrow(() -> notFound(id));
  }

  /// What is in it.
  ///
  /// @throws IronclawException `NOT_FOUND` where it had to make room for newer ones
  public byte[] content(Attachment file) {
    byte[] content = ledger.read(connection -> store.content(connection, file.id()))
        .orElseThrow(() -> notFound(file.id()));
    if (content.length < file.size()) {
      throw new IronclawException(ErrorCode.NOT_FOUND,
          "the file " + file.id() + " is kept no more: of an agent the last "
              + (held >> 20) + " MiB are; ask the agent to send it again");
    }
    return content;
  }

  private static IronclawException notFound(String id) {
    return new IronclawException(ErrorCode.NOT_FOUND, "there is no file " + id + " in this conversation");
  }
}
