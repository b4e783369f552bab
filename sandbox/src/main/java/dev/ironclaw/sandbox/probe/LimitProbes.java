package dev.ironclaw.sandbox.probe;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;

/// Uses up what is limited. Where the limit holds, the box is ended or the next one is refused, so these run alone.
final class LimitProbes {
  private static final long CHUNK = 32L << 20;
  private static final int CHUNKS = 40;
  private static final long STACK = 64 * 1024;

  private LimitProbes() {}

  /// Touches 1,280 MiB outside the Java heap.
  static Finding memory() {
    try (Arena arena = Arena.ofConfined()) {
      for (int i = 0; i < CHUNKS; i++) {
        MemorySegment chunk = arena.allocate(CHUNK);
        chunk.fill((byte) (i + 1));
      }
      return new Finding("memory-limit", false, "used " + ((CHUNK * CHUNKS) >> 20) + " MiB");
    } catch (OutOfMemoryError refused) {
      return new Finding("memory-limit", true, "refused: " + refused.getMessage());
    }
  }

  static Finding threads(int count) {
    CountDownLatch end = new CountDownLatch(1);
    int started = 0;
    try {
      for (; started < count; started++) {
        Thread.ofPlatform().daemon().stackSize(STACK).start(() -> park(end));
      }
      return new Finding("process-limit", false, "started " + count + " threads");
    } catch (OutOfMemoryError refused) {
      return new Finding("process-limit", true, "refused after " + started + ": " + refused.getMessage());
    } finally {
      end.countDown();
    }
  }

  private static void park(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
