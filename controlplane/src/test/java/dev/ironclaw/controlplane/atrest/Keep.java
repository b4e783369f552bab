package dev.ironclaw.controlplane.atrest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.audit.AuditSettings;
import dev.ironclaw.controlplane.audit.Witness;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.Schema;
import dev.ironclaw.controlplane.store.StateSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A state folder as a start opens it: keyring, what a rotation left, database, audit log, queues.
public final class Keep implements AutoCloseable {
  static final SessionId ONE = new SessionId("ses_0000000000000001");
  static final SessionId TWO = new SessionId("ses_0000000000000002");
  final Path folder;
  final Keyring keyring;
  static final String BESIDE = "job-events.db";
  final Database state;
  final Database beside;
  final AuditLog audit;
  final SessionQueues queues;

  public Keep(Path folder, Witness... witnesses) {
    this.folder = folder;
    keyring = Keyring.open(folder);
    DataKeyRotation.finish(folder, keyring);
    state = Database.open(folder.resolve("state.db"), keyring.derived("state.db"), StateSchema.current());
    beside = Database.open(folder.resolve(BESIDE), keyring.derived(BESIDE),
        new Schema("beside", List.of("CREATE TABLE said (words TEXT NOT NULL) STRICT")));
    audit = AuditLog.open(state, folder, keyring.auditSigning(), keyring.auditSealing().getFirst(), Clock.systemUTC(),
        AuditSettings.DEFAULT.withWitnesses(List.of(witnesses)));
    audit.sealWith(keyring.auditSealing());
    queues = new SessionQueues(folder.resolve("sessions"), keyring, Clock.systemUTC());
  }

  AtRest atRest() {
    return new AtRest(state, Map.of(BESIDE, beside), queues, keyring);
  }

  void message(SessionId session, String text) {
    queues.of(session).enqueue(new NewInbound(new MessageId(text), MessageKind.CHAT, true, "app", "owner",
        Optional.empty(), "{\"text\":\"" + text + "\"}", Optional.empty(), false));
  }

  /// In the file beside.
  void says(String words) {
    boolean _ = beside.<Boolean>write(connection -> {
      try (var insert = connection.prepareStatement("INSERT INTO said VALUES (?)")) {
        insert.setString(1, words);
        insert.executeUpdate();
      }
      return true;
    });
  }

  List<String> said() {
    return beside.read(connection -> {
      try (var select = connection.prepareStatement("SELECT words FROM said"); var row = select.executeQuery()) {
        List<String> words = new ArrayList<>();
        while (row.next()) {
          words.add(row.getString(1));
        }
        return words;
      }
    });
  }

  List<String> messages(SessionId session) {
    return queues.of(session).unfinishedAfter(0).stream().map(row -> row.id().value()).toList();
  }

  void entry(String words) {
    audit.record(new AuditEvent("test", "", "entry", "test", words));
  }

  List<String> entries() {
    return audit.newest(10_000).stream().map(AuditRecord::event).map(AuditEvent::detail).toList();
  }

  void isWhole() throws IOException {
    assertThat(audit.fault()).isEmpty();
    assertThat(AuditVerifier.verify(folder)).isInstanceOf(AuditVerdict.Intact.class);
    assertThat(files(folder)).noneMatch(name -> name.contains("rekeyed"));
  }

  static List<String> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()),
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    queues.close();
    audit.close();
    beside.close();
    state.close();
  }
}
