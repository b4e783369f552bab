package dev.ironclaw.controlplane.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// Files that fail at the n-th call, a write after half of its bytes (as on a full disk).
final class FakeDisk implements LogFile.Opener {
  private int calls;
  private int failFrom = Integer.MAX_VALUE;
  private int failUntil = Integer.MAX_VALUE;

  /// Fails the calls from the n-th on, counted from now, `times` of them.
  void fail(int nth, int times) {
    calls = 0;
    failFrom = nth;
    failUntil = nth + times;
  }

  void heal() {
    failFrom = Integer.MAX_VALUE;
  }

  int calls() {
    return calls;
  }

  @Override
  public LogFile open(Path file) throws IOException {
    return new Faulty(LogFile.onDisk(file));
  }

  private boolean fails() {
    calls++;
    return calls >= failFrom && calls < failUntil;
  }

  private final class Faulty implements LogFile {
    private final LogFile file;

    Faulty(LogFile file) {
      this.file = file;
    }

    private void step() throws IOException {
      if (fails()) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public long size() throws IOException {
      step();
      return file.size();
    }

    @Override
    public byte[] read(long at, int length) throws IOException {
      step();
      return file.read(at, length);
    }

    @Override
    public void write(byte[] bytes, long at) throws IOException {
      if (fails()) {
        file.write(Arrays.copyOf(bytes, bytes.length / 2), at);
        throw new IOException("No space left on device");
      }
      file.write(bytes, at);
    }

    @Override
    public void truncate(long length) throws IOException {
      step();
      file.truncate(length);
    }

    @Override
    public void sync() throws IOException {
      step();
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
