package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.PrivateFiles;
import dev.ironclaw.controlplane.store.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.Map;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// Where a session's files lie and how they are opened: `<sessions>/<session>/` with `key.sealed`, `inbound.db` and
/// `outbound.db`, made in this order.
final class SessionFiles {
  private static final Schema INBOUND = Schema.ofResources("inbound", "/db/queue/inbound-V001.sql");
  private static final Schema OUTBOUND = Schema.ofResources("outbound", "/db/queue/outbound-V001.sql");

  private final Path folder;
  private final Keyring keyring;
  private final Clock clock;
  private final UnaryOperator<Connection> writerSeam;

  SessionFiles(Path folder, Keyring keyring, Clock clock, UnaryOperator<Connection> writerSeam) {
    this.folder = folder;
    this.keyring = keyring;
    this.clock = clock;
    this.writerSeam = writerSeam;
  }

  OpenQueue open(SessionId session) {
    Path home = folder.resolve(session.value());
    Path inboundFile = home.resolve("inbound.db");
    Path outboundFile = home.resolve("outbound.db");
    // A file that is made before another can't be missing beside it: then it was removed, and a new one would hide it.
    checkOrder(session, home.resolve("key.sealed"), inboundFile);
    checkOrder(session, inboundFile, outboundFile);
    byte[] key = keyring.sessionKey(session, home);
    Database inbound = Database.open(inboundFile, key, INBOUND, writerSeam);
    try {
      Database outbound = Database.open(outboundFile, key, OUTBOUND, writerSeam);
      try {
        return new OpenQueue(inbound, outbound, clock);
      } catch (RuntimeException e) {
        outbound.close();
        throw e;
      }
    } catch (RuntimeException e) {
      inbound.close();
      throw e;
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  byte[] key(SessionId session) {
    return keyring.sessionKey(session, folder.resolve(session.value()));
  }

  /// Closes in order what a crash left open; checks every page.
  void settle(SessionId session) {
    Path home = folder.resolve(session.value());
    byte[] key = key(session);
    for (Map.Entry<String, Schema> each : Map.of("inbound.db", INBOUND, "outbound.db", OUTBOUND).entrySet()) {
      Path file = home.resolve(each.getKey());
      if (Files.exists(file)) {
        try (Database database = Database.open(file, key, each.getValue())) {
          database.verify();
        }
      }
    }
  }

  /// The key first: what a crash leaves then can't be read.
  void remove(SessionId session) throws IOException {
    Path home = folder.resolve(session.value());
    Files.deleteIfExists(home.resolve("key.sealed"));
    PrivateFiles.removeTree(home);
  }

  private static void checkOrder(SessionId session, Path first, Path second) {
    if (Files.exists(second) && !Files.exists(first)) {
      throw new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED, "open queues of session " + session + ": "
          + first + " is gone; put it back from a backup");
    }
  }
}
