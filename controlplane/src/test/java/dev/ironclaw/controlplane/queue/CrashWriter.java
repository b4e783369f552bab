package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Writes without pause until it is killed, and says on standard output what it was told is durable: one id a line.
public final class CrashWriter {
  public static final SessionId SESSION = new SessionId("ses_00000000000000cc");

  private CrashWriter() {}

  public static Database state(Path folder, Keyring keyring) {
    return Database.open(folder.resolve("state.db"), keyring.derived("state"),
        StateSchema.current());
  }

  public static AuditLog audit(Path folder, Database state, Keyring keyring) {
    return AuditLog.open(state, folder, keyring.auditSigning(), keyring.auditSealing().getFirst(),
        Clock.systemUTC());
  }

  public static NewInbound row(String id) {
    return new NewInbound(new MessageId(id), MessageKind.CHAT, true, "app", "owner", Optional.empty(),
        "{\"text\":\"" + id.repeat(20) + "\"}", Optional.empty(), false);
  }

  /// A reply, the end of the turn and the memory of it.
  public static BoxCommit step(String id) {
    MessageId message = new MessageId(id);
    return new BoxCommit(
        List.of(new MessageOut(MessageOut.replyTo(message), Optional.of(message), MessageKind.CHAT, "app", "owner",
            Optional.empty(), id, Optional.empty())),
        List.of(new BoxCommit.Ack(message, AckStatus.COMPLETED)),
        List.of(new BoxCommit.StateEntry("last", Optional.of(id))));
  }

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    String round = arguments[1];
    Keyring keyring = Keyring.open(folder);
    AuditLog audit = audit(folder, state(folder, keyring), keyring);
    SessionQueue queue = new SessionQueues(folder.resolve("sessions"), keyring, Clock.systemUTC()).of(SESSION);
    for (int thread = 0; thread < 3; thread++) {
      String name = "r" + round + "-t" + thread + "-";
      Thread.ofPlatform().start(() -> {
        for (int n = 0;; n++) {
          String id = name + n;
          queue.enqueue(row(id));
          say("in " + id);
          queue.commit(step(id));
          say("out " + id);
          audit.record(new AuditEvent("system", id, "crash", "test", "one"));
          say("audit " + id);
        }
      });
    }
  }

  private static void say(String line) {
    System.out.print(line + "\n");
    System.out.flush();
  }
}
