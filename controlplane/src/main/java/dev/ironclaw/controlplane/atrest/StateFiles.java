package dev.ironclaw.controlplane.atrest;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.secret.Keyring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Names of what lies in a state folder.
final class StateFiles {
  static final String STATE = "state.db";
  static final String JOB_LOGS = "job-events.db";
  /// Databases beside it, each with a key of its own that is derived for its name.
  static final List<String> BESIDE = List.of(JOB_LOGS);
  static final String SESSIONS = "sessions";
  static final List<String> QUEUES = List.of("inbound.db", "outbound.db");

  private StateFiles() {}

  /// Sessions that have a key.
  static List<SessionId> sessions(Path folder) {
    Path sessions = folder.resolve(SESSIONS);
    if (!Files.isDirectory(sessions, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(sessions)) {
      return all.filter(home -> Files.exists(home.resolve(Keyring.SESSION_KEY_FILE)))
          .map(home -> new SessionId(String.valueOf(home.getFileName())))
          .sorted((a, b) -> a.value().compareTo(b.value()))
          .toList();
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "list " + sessions + ": check the folder", e);
    }
  }

  static Path home(Path folder, SessionId session) {
    return folder.resolve(SESSIONS).resolve(session.value());
  }
}
