package dev.ironclaw.controlplane.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What a container is to read, on its way to the library that reads it from here: bounded, so that a container that does
/// not read holds its writers back. Threading: any thread writes, one reads.
final class InputPipe {
  private static final int MAX_BYTES = 64 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final byte[] bytes = new byte[MAX_BYTES];
  private int start;
  private int size;
  private boolean closed;

  /// Writers fail from now on, the reader sees the end.
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // Whoever calls it does so in a loop over what it waits for.
  private void await() throws IOException {
    try {
      changed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("write to a container's input: interrupted", e);
    }
  }

  private void put(byte[] from, int offset, int length) throws IOException {
    lock.lock();
    try {
      for (int at = offset; at < offset + length;) {
        while (size == MAX_BYTES && !closed) {
          await();
        }
        if (closed) {
          throw new IOException("write to a container's input: nobody is attached to it");
        }
        int end = (start + size) % MAX_BYTES;
        int count = Math.min(offset + length - at, Math.min(MAX_BYTES - size, MAX_BYTES - end));
        System.arraycopy(from, at, bytes, end, count);
        at += count;
        size += count;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private int take(byte[] to, int offset, int length) throws IOException {
    lock.lock();
    try {
      while (size == 0 && !closed) {
        await();
      }
      if (closed) {
        return -1;
      }
      int count = Math.min(length, Math.min(size, MAX_BYTES - start));
      System.arraycopy(bytes, start, to, offset, count);
      start = (start + count) % MAX_BYTES;
      size -= count;
      changed.signalAll();
      return count;
    } finally {
      lock.unlock();
    }
  }

  OutputStream writers() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        put(new byte[]{(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        put(from, offset, length);
      }
    };
  }

  InputStream reader() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return take(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        return take(to, offset, length);
      }
    };
  }
}
