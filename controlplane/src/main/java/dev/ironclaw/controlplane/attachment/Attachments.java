package dev.ironclaw.controlplane.attachment;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.registry.Principal;
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
  /// Of all files of one agent.
  static final long MAX_HELD = 256L << 20;

  private final Ledger ledger;
  private final AttachmentStore store = new AttachmentStore();

  public Attachments(Ledger ledger) {
    this.ledger = ledger;
  }

  /// Keeps it; the same id again changes nothing.
  ///
  /// @return false where it was kept already
  /// @throws IronclawException `TOO_LARGE` where the agent's files would take too much
  boolean keep(Attachment file, byte[] content) {
    return ledger.audited(transaction -> {
      if (store.find(transaction.connection(), file.session(), file.id()).isPresent()) {
        return false;
      }
      if (store.held(transaction.connection(), file.agentGroup()) + file.size() > MAX_HELD) {
        throw new IronclawException(ErrorCode.TOO_LARGE,
            "the files that this agent has sent take " + (MAX_HELD >> 20) + " MiB already; no more can be kept");
      }
      store.add(transaction.connection(), file, content);
      // Its digest proves what went out; its name is a conversation's.
      transaction.audit(new AuditEvent("file", file.session().value(), "sent",
          new Principal.Agent(file.session()).name(),
          file.id() + ", " + file.size() + " bytes, sha256 " + file.sha256()).about(file.agentGroup().value()));
      return true;
    });
  }

  /// By the message that shows it.
  public Map<MessageId, Attachment> of(SessionId session) {
    return ledger.read(connection -> store.of(connection, session)).stream()
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
  public byte[] content(Attachment file) {
    return ledger.read(connection -> store.content(connection, file.id())).orElseThrow(() -> notFound(file.id()));
  }

  private static IronclawException notFound(String id) {
    return new IronclawException(ErrorCode.NOT_FOUND, "there is no file " + id + " in this conversation");
  }
}
