package dev.ironclaw.controlplane.bench;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.queue.CrashWriter;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Durable queue commits and audit entries against the disk's own speed, in one run on one disk. Prints a table.
///
/// Usage: `QueueBench <folder on the disk> [seconds per line]`
public final class QueueBench {
  private final Path folder;
  private final long nanos;

  private QueueBench(Path folder, long nanos) {
    this.folder = folder;
    this.nanos = nanos;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(arguments[0]), "queue-bench");
    new QueueBench(folder, Long.parseLong(arguments.length > 1 ? arguments[1] : "3") * 1_000_000_000L).run();
  }

  /// One operation; the number makes its ids.
  @FunctionalInterface
  private interface Operation {
    void run(String id) throws IOException;
  }

  private void run() throws IOException, InterruptedException, ExecutionException {
    System.out.printf("%-34s %9s %9s %9s %8s%n", "what", "per s", "p50 ms", "p99 ms", "x fsync");
    double raw = rawFsync();
    Keyring keyring = Keyring.open(folder);
    try (SessionQueues queues = new SessionQueues(folder.resolve("sessions"), keyring, Clock.systemUTC());
        Database state = CrashWriter.state(folder, keyring);
        AuditLog audit = CrashWriter.audit(folder, state, keyring)) {
      int session = 0;
      for (int threads : new int[]{1, 4, 16, 64}) {
        SessionQueue queue = queues.of(new SessionId("ses_%016x".formatted(session++)));
        measure("enqueue, " + threads + " threads, one session", threads, raw,
            id -> queue.enqueue(CrashWriter.row(id)));
      }
      SessionQueue stepped = queues.of(new SessionId("ses_%016x".formatted(session)));
      measure("step (reply+ack+state), 1 thread", 1, raw, id -> stepped.commit(CrashWriter.step(id)));
      for (int threads : new int[]{1, 16}) {
        measure("audit entry, " + threads + " threads", threads, raw,
            id -> audit.record(new AuditEvent("system", id, "bench", "bench", "one entry of the bench")));
      }
    }
    verifySpeed();
  }

  private double rawFsync() throws IOException, InterruptedException, ExecutionException {
    try (FileChannel channel = FileChannel.open(folder.resolve("raw"), StandardOpenOption.CREATE,
        StandardOpenOption.WRITE)) {
      return measure("raw: write 4 KiB and fsync", 1, 0, id -> {
        channel.write(ByteBuffer.allocate(4_096));
        channel.force(true);
      });
    }
  }

  private double measure(String what, int threads, double raw, Operation operation)
      throws InterruptedException, ExecutionException {
    repeat(what, threads, nanos / 3, operation, "warm");
    long start = System.nanoTime();
    long[] times = repeat(what, threads, nanos, operation, "run");
    double perSecond = times.length / ((System.nanoTime() - start) / 1e9);
    Arrays.sort(times);
    System.out.printf("%-34s %9.0f %9.2f %9.2f %8s%n", what, perSecond, times[times.length / 2] / 1e6,
        times[(int) (times.length * 0.99)] / 1e6, raw == 0 ? "1" : "%.2f".formatted(perSecond / raw));
    return perSecond;
  }

  private static long[] repeat(String what, int threads, long nanos, Operation operation, String phase)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + nanos;
    List<Callable<List<Long>>> works = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      String prefix = phase + "-" + thread + "-";
      works.add(() -> {
        List<Long> times = new ArrayList<>();
        for (int n = 0; System.nanoTime() < end; n++) {
          long before = System.nanoTime();
          operation.run(prefix + n);
          times.add(System.nanoTime() - before);
        }
        return times;
      });
    }
    List<Long> all = new ArrayList<>();
    try (var pool = Executors.newFixedThreadPool(threads)) {
      for (Future<List<Long>> done : pool.invokeAll(works)) {
        all.addAll(done.get());
      }
    }
    if (all.isEmpty()) {
      throw new IllegalStateException(what + ": nothing was measured");
    }
    return all.stream().mapToLong(Long::longValue).toArray();
  }

  /// Reads the log several times over, so that the figure is not that of a cold machine.
  private void verifySpeed() throws IOException {
    double best = 0;
    for (int round = 0; round < 10; round++) {
      long start = System.nanoTime();
      if (!(AuditVerifier.verify(folder) instanceof AuditVerdict.Intact intact)) {
        throw new IllegalStateException("the bench's own log is broken");
      }
      best = Math.max(best, intact.entries() / ((System.nanoTime() - start) / 1e9));
    }
    System.out.printf("%-34s %9.0f  (best of 10)%n", "audit entries verified", best);
  }
}
