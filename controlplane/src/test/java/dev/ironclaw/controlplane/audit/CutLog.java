package dev.ironclaw.controlplane.audit;

import dev.ironclaw.controlplane.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// A real log, with a step before every call on one of its files at which the power may fail.
public final class CutLog {
  /// No checkpoint by the clock: what is written has to be the same each time.
  private static final AuditSettings SETTINGS = AuditSettings.DEFAULT.withTimes(Duration.ofDays(999),
      Duration.ofDays(999));

  private CutLog() {}

  public static AuditLog open(Database state, Path folder, Clock clock, Runnable step) {
    return AuditLog.open(state, folder, new byte[32], new byte[32], clock, SETTINGS,
        file -> new Cut(LogFile.onDisk(file), step));
  }

  private record Cut(LogFile file, Runnable step) implements LogFile {
    @Override
    public long size() throws IOException {
      step.run();
      return file.size();
    }

    @Override
    public byte[] read(long at, int length) throws IOException {
      step.run();
      return file.read(at, length);
    }

    @Override
    public void write(byte[] bytes, long at) throws IOException {
      step.run();
      file.write(bytes, at);
    }

    @Override
    public void truncate(long length) throws IOException {
      step.run();
      file.truncate(length);
    }

    @Override
    public void sync() throws IOException {
      step.run();
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
