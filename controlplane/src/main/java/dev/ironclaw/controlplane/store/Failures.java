package dev.ironclaw.controlplane.store;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.file.Path;
import java.sql.SQLException;

/// What a failed statement means to people.
final class Failures {
  private static final int PRIMARY = 0xff;
  private static final int CORRUPT = 11;
  private static final int NOT_A_DATABASE = 26;
  private static final int BUSY = 5;
  private static final int READ_ONLY = 8;
  private static final int INPUT_OUTPUT = 10;
  private static final int FULL = 13;

  private Failures() {}

  static IronclawException of(String operation, Path file, SQLException e) {
    return switch (e.getErrorCode() & PRIMARY) {
      case CORRUPT, NOT_A_DATABASE -> new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED,
          operation + " database " + file + ": wrong key, or the file is damaged: restore it from a backup", e);
      case BUSY -> new IronclawException(ErrorCode.NOT_READY, operation + " database " + file
          + ": nothing was stored, because another program has it locked: end that one, and try again. `fuser " + file
          + "` lists who has it open: process " + ProcessHandle.current().pid() + " is this one, leave it", e);
      case READ_ONLY, INPUT_OUTPUT, FULL -> new IronclawException(ErrorCode.NOT_READY, operation + " database "
          + file + ": nothing was stored, because the disk refuses it: make room or mend it, and try again", e);
      default -> new IronclawException(ErrorCode.INTERNAL,
          operation + " database " + file + ": nothing was stored; see the cause", e);
    };
  }
}
