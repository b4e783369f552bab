package dev.ironclaw.contract.box;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One connection among the frames. Threading: one thread reads and one writes at a time; any may close, which ends both.
public final class FrameStream implements Closeable {
  private final FrameStreams streams;
  private final int number;
  private final ReentrantLock lock;
  private final Condition changed;
  private final ByteRing arrived = new ByteRing(CrossingFrames.WINDOW);
  /// What the other may still send.
  private int granted = CrossingFrames.WINDOW;
  /// What this side may still send.
  private int credit = CrossingFrames.WINDOW;
  private int read;
  private boolean closedHere;
  private boolean closedThere;
  private boolean lost;

  FrameStream(FrameStreams streams, int number, ReentrantLock lock) {
    this.streams = streams;
    this.number = number;
    this.lock = lock;
    this.changed = lock.newCondition();
  }

  int number() {
    return number;
  }

  /// Waits for at least one byte.
  ///
  /// @return how many bytes, at most `length`; -1 where the other has closed it
  public int read(byte[] to, int offset, int length) throws IOException {
    int count;
    int grant = 0;
    lock.lock();
    try {
      while (arrived.size() == 0 && !closedHere && !closedThere && !lost) {
        await();
      }
      requireUsable();
      if (arrived.size() == 0) {
        return -1;
      }
      count = arrived.take(to, offset, length);
      read += count;
      if (read >= CrossingFrames.WINDOW / 2 && !closedThere) {
        grant = read;
        granted += read;
        read = 0;
      }
    } finally {
      lock.unlock();
    }
    if (grant > 0) {
      streams.send(this, CrossingFrames.credit(number, grant));
    }
    return count;
  }

  /// Waits until the other lets all of it come.
  public void write(byte[] from, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int count = take(end - at);
      streams.send(this, CrossingFrames.data(number, from, at, count));
      at += count;
    }
  }

  private int take(int wanted) throws IOException {
    lock.lock();
    try {
      while (credit == 0 && !closedHere && !closedThere && !lost) {
        await();
      }
      requireUsable();
      if (closedThere) {
        throw new EOFException("write to the other side: it has closed the connection");
      }
      int count = Math.min(Math.min(wanted, credit), CrossingFrames.MAX_DATA_BYTES);
      credit -= count;
      return count;
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
      throw new IOException("use a connection of the crossing: interrupted", e);
    }
  }

  void requireUsable() throws IOException {
    if (closedHere || lost) {
      throw new IOException("use a connection of the crossing: " + (lost ? "it was reset" : "it is closed"));
    }
  }

  /// Idempotent.
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (closedHere || lost) {
        return;
      }
    } finally {
      lock.unlock();
    }
    streams.close(this);
  }

  /// With the lock held: nothing more is sent.
  ///
  /// @return false where it was so already
  boolean closeHere() {
    if (closedHere || lost) {
      return false;
    }
    closedHere = true;
    arrived.drop();
    changed.signalAll();
    return true;
  }

  /// With the lock held, as all below.
  boolean isOver() {
    return closedHere && closedThere;
  }

  boolean closeThere() {
    if (closedThere) {
      return false;
    }
    closedThere = true;
    changed.signalAll();
    return true;
  }

  void lose() {
    lost = true;
    arrived.drop();
    changed.signalAll();
  }

  /// Takes what came.
  ///
  /// @return false where the other may not send that
  boolean arrive(byte[] from, int offset, int length) {
    if (closedThere || length > granted) {
      return false;
    }
    granted -= length;
    if (!closedHere) {
      arrived.put(from, offset, length);
      changed.signalAll();
    }
    return true;
  }

  boolean grant(int bytes) {
    if (closedThere || bytes <= 0 || bytes > CrossingFrames.WINDOW - credit) {
      return false;
    }
    credit += bytes;
    changed.signalAll();
    return true;
  }
}
