package dev.ironclaw.controlplane.atrest;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.PrivateFiles;
import dev.ironclaw.controlplane.store.RekeyedFile;
import dev.ironclaw.controlplane.store.StateSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// New data keys: a new data secret, a new key for each session, and every database encrypted anew.
///
/// Each file gets a copy under its new key. Then the keyring says durably which keys count: that one write decides. A crash
/// before it leaves copies that nobody can read, which the next start removes; after it the next start moves the rest of
/// the copies to their names. The old keys are in no file then.
///
/// The audit log's signing key and the keys of its older entries stay, sealed in the keyring: see ADR-0013.
public final class DataKeyRotation {
  private final Path folder;
  private final Keyring keyring;
  private final AtRest atRest;
  private final AuditLog audit;
  private final List<SealedRows> sealed;
  private final Consumer<String> before;

  /// Over one state folder.
  ///
  /// @param sealed what lies sealed in `state.db`
  public DataKeyRotation(Path folder, Keyring keyring, AtRest atRest, AuditLog audit, List<SealedRows> sealed) {
    this(folder, keyring, atRest, audit, sealed, _ -> {});
  }

  /// @param before hears the name of each durable step before it is taken: tests crash there
  DataKeyRotation(Path folder, Keyring keyring, AtRest atRest, AuditLog audit, List<SealedRows> sealed,
      Consumer<String> before) {
    this.folder = folder;
    this.keyring = keyring;
    this.atRest = atRest;
    this.audit = audit;
    this.sealed = List.copyOf(sealed);
    this.before = before;
  }

  /// Every request waits while it runs, about 30 ms for a MiB of the state's and conversations' databases; boxes run on. Those
  /// beside them (jobs' events) are encrypted before that: only what writes there waits.
  ///
  /// @return which generation of data keys counts now
  /// @throws IronclawException where a file can't be written, saying which it is: all is as it was, the next start finishes it,
  ///         or all is replaced and what failed came after; `CONFLICT` where an earlier rotation waits for that start
  public synchronized int rotate(String actor) {
    if (keyring.isFinishing()) {
      throw new IronclawException(ErrorCode.CONFLICT, "replace the data keys: the rotation to generation "
          + keyring.generation() + " is not finished; start the control plane again, which finishes it, then rotate");
    }
    int old = keyring.generation();
    audit.record(event(actor, "the data keys of generation " + old + " are to be replaced"));
    try {
      String logs = Files.exists(folder.resolve(StateFiles.JOB_LOGS)) ? ", the logs of jobs" : "";
      int sessions = atRest.beside(this::replace);
      audit.sealWith(keyring.auditSealing());
      audit.record(event(actor, "data keys of generation " + keyring.generation() + " are in use: the state" + logs
          + " and " + sessions + " sessions are encrypted anew, and the old keys are gone"));
      return keyring.generation();
    } catch (IronclawException e) {
      Came came = keyring.generation() == old
          ? Came.TO_NOTHING
          : keyring.isFinishing() ? Came.HALF_WAY : Came.TO_ITS_END;
      audit.recordBestEffort(event(actor, came.noted + ": " + e.getMessage()));
      throw new IronclawException(e.code(), "replace the data keys: " + came.told + ": " + e.getMessage(), e);
    }
  }

  /// How far one came that failed, in the words of the audit log and of whoever asked.
  private enum Came {
    TO_NOTHING("nothing was replaced", "nothing was replaced, and the old ones stay in use"),

    HALF_WAY("the new ones count, but not every file has its name yet; the next start finishes it",
        "the new ones count, but not every file that was encrypted under them has its name yet. Start the control plane "
            + "again, which finishes it. What was in the way"),

    TO_ITS_END("all of them are replaced; what failed came after that",
        "all of them are replaced, and what failed came after that, so do not do it again. Start the control plane again. "
            + "What was in the way");

    private final String noted;
    private final String told;

    Came(String noted, String told) {
      this.noted = noted;
      this.told = told;
    }
  }

  private AuditEvent event(String actor, String detail) {
    return new AuditEvent("key", keyring.master().id(), "rotate-data", actor, detail);
  }

  private int replace() {
    Keyring next = keyring.next();
    try {
      for (String name : StateFiles.BESIDE) {
        copyBeside(name, next);
      }
      return atRest.run(() -> replace(next));
    } catch (RuntimeException e) {
      if (keyring.generation() != next.generation()) {
        removeCopies(folder);
      }
      throw e;
    }
  }

  private int replace(Keyring next) {
    List<SessionId> sessions = StateFiles.sessions(folder);
    for (SessionId session : sessions) {
      copy(session, next);
    }
    before.accept("copy state");
    copyState(next);
    before.accept("decide");
    keyring.replace(next);
    moveCopies(folder, keyring.generation(), before);
    before.accept("finish");
    keyring.finish();
    return sessions.size();
  }

  private void copyBeside(String name, Keyring next) {
    Path file = folder.resolve(name);
    if (Files.exists(file)) {
      before.accept("copy " + name);
      try {
        RekeyedFile.make(file, RekeyedFile.of(file, next.generation()), keyring.derived(name), next.derived(name));
      } catch (IronclawException e) {
        if (name.equals(StateFiles.JOB_LOGS) && e.code() == ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED) {
          throw new IronclawException(e.code(),
              e.getMessage() + ". The logs of jobs are in it, and nothing else: to go on "
                  + "without them, stop the control plane, move " + file
                  + " away, start again, and replace the keys again",
              e);
        }
        throw e;
      }
    }
  }

  private void copyState(Keyring next) {
    Path state = folder.resolve(StateFiles.STATE);
    Path rekeyed = RekeyedFile.of(state, next.generation());
    RekeyedFile.make(state, rekeyed, keyring.derived("state.db"), next.derived("state.db"));
    if (!sealed.isEmpty()) {
      before.accept("reseal rows");
      try (Database copy = Database.open(rekeyed, next.derived("state.db"), StateSchema.current())) {
        copy.<Boolean>write(connection -> {
          for (SealedRows rows : sealed) {
            rows.reseal(connection, keyring, next);
          }
          return true;
        });
      }
    }
  }

  private void copy(SessionId session, Keyring next) {
    before.accept("copy " + session);
    atRest.queues().settle(session);
    Path home = StateFiles.home(folder, session);
    byte[] from = keyring.sessionKey(session, home);
    byte[] to = newKey(session, home, next);
    for (String name : StateFiles.QUEUES) {
      Path file = home.resolve(name);
      if (Files.exists(file)) {
        RekeyedFile.make(file, RekeyedFile.of(file, next.generation()), from, to);
      }
    }
    Arrays.fill(from, (byte) 0);
    Arrays.fill(to, (byte) 0);
  }

  private static byte[] newKey(SessionId session, Path home, Keyring next) {
    try {
      return next.newSessionKey(session,
          RekeyedFile.of(home.resolve(Keyring.SESSION_KEY_FILE), next.generation()));
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL,
          "seal a new key for session " + session + ": check the folder and its space", e);
    }
  }

  /// Before anything else is opened: finishes or undoes a rotation that a crash cut off.
  ///
  /// @return true where one was finished
  public static boolean finish(Path folder, Keyring keyring) {
    if (!keyring.isFinishing()) {
      removeCopies(folder);
      return false;
    }
    moveCopies(folder, keyring.generation(), _ -> {});
    removeCopies(folder);
    keyring.finish();
    return true;
  }

  private static void moveCopies(Path folder, int generation, Consumer<String> before) {
    for (Path file : files(folder)) {
      Path copy = RekeyedFile.of(file, generation);
      if (Files.exists(copy)) {
        before.accept("move " + folder.relativize(file));
        try {
          PrivateFiles.moveDurably(copy, file);
        } catch (IOException e) {
          throw new IronclawException(ErrorCode.INTERNAL, "rename " + copy + " to " + file + ": failed ("
              + e.getClass().getSimpleName()
              + "); look at the rights and the room of its folder, then start the control "
              + "plane again, which finishes the replacing of the data keys", e);
        }
      }
    }
  }

  private static void removeCopies(Path folder) {
    for (Path file : files(folder)) {
      try {
        RekeyedFile.remove(file);
      } catch (IOException e) {
        throw new IronclawException(ErrorCode.INTERNAL,
            "remove what a replacing of the data keys that was cut off has left of "
                + file + ": failed (" + e.getClass().getSimpleName()
                + "); look at the rights of its folder, then start again",
            e);
      }
    }
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>(List.of(folder.resolve(StateFiles.STATE)));
    StateFiles.BESIDE.forEach(name -> files.add(folder.resolve(name)));
    for (SessionId session : StateFiles.sessions(folder)) {
      Path home = StateFiles.home(folder, session);
      files.add(home.resolve(Keyring.SESSION_KEY_FILE));
      StateFiles.QUEUES.forEach(name -> files.add(home.resolve(name)));
    }
    return files;
  }
}
