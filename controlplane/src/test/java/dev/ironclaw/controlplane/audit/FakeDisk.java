package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.audit.AuditFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Files that fail at the n-th call, a write after half of its bytes (as on a full disk).
final class FakeDisk implements LogFile.Opener {
  private final List<String> steps = new ArrayList<>();
  private int calls;
  private int failFrom = Integer.MAX_VALUE;
  private int failUntil = Integer.MAX_VALUE;

  /// Fails the calls from the n-th on, counted from now, `times` of them.
  void fail(int nth, int times) {
    calls = 0;
    steps.clear();
    failFrom = nth;
    failUntil = nth + times;
  }

  void heal() {
    failFrom = Integer.MAX_VALUE;
  }

  /// Each call since [#fail], as `write audit.head`.
  List<String> steps() {
    return steps;
  }

  int calls() {
    return calls;
  }

  @Override
  public LogFile open(Path file) throws IOException {
    return new Faulty(LogFile.onDisk(file), String.valueOf(file.getFileName()));
  }

  @Override
  public void create(Path file) throws IOException {
    if (fails("create " + file.getFileName())) {
      throw new IOException("No space left on device");
    }
    LogFile.createIfMissing(file);
  }

  private boolean fails(String step) {
    steps.add(step);
    calls++;
    return calls >= failFrom && calls < failUntil;
  }

  private final class Faulty implements LogFile {
    private final LogFile file;
    private final String name;

    Faulty(LogFile file, String name) {
      this.name = name;
      this.file = file;
    }

    private void step(String what) throws IOException {
      if (fails(what + " " + name)) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public long size() throws IOException {
      step("size");
      return file.size();
    }

    @Override
    public byte[] read(long at, int length) throws IOException {
      step("read");
      return file.read(at, length);
    }

    @Override
    public void write(byte[] bytes, long at) throws IOException {
      if (fails("write " + name)) {
        // The head lies within one sector and is never torn.
        if (!name.equals(AuditFormat.HEAD_FILE)) {
          file.write(Arrays.copyOf(bytes, bytes.length / 2), at);
        }
        throw new IOException("No space left on device");
      }
      file.write(bytes, at);
    }

    @Override
    public void truncate(long length) throws IOException {
      step("truncate");
      file.truncate(length);
    }

    @Override
    public void sync() throws IOException {
      step("sync");
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
