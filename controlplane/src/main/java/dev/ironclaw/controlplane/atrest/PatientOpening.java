package dev.ironclaw.controlplane.atrest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Opens a file in a folder where a hostile agent writes. Between the look at it and this, the agent may have put a pipe in
/// its place, whose opening waits for a writer: so another thread opens, and nobody waits for it for ever.
public final class PatientOpening {
  private PatientOpening() {}

  /// It does not open: a pipe was put in its place. The thread that opens it still has the folder.
  public static final class Hangs extends IOException {
    private static final long serialVersionUID = 1L;

    Hangs() {
      super("it does not open: a pipe was put in its place");
    }
  }

  /// Too many of these openings hang already.
  public static final class Full extends IOException {
    private static final long serialVersionUID = 1L;

    Full() {
      super("too many openings hang");
    }
  }

  /// Follows no link.
  ///
  /// @return empty for a pipe that had a writer: only it has no position
  public static Optional<SeekableByteChannel> open(SecureDirectoryStream<Path> folder, Path child, Duration patience)
      throws IOException {
    return open(folder, child, patience, new Semaphore(1));
  }

  /// As above, for a caller who comes again and again.
  ///
  /// @param room one permit for each opening that may hang, given back when it ends
  /// @throws Full where there is none
  static Optional<SeekableByteChannel> open(SecureDirectoryStream<Path> folder, Path child, Duration patience,
      Semaphore room) throws IOException {
    if (!room.tryAcquire()) {
      throw new Full();
    }
    CompletableFuture<SeekableByteChannel> opened = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("workspace-open").start(() -> {
      try {
        SeekableByteChannel channel = folder.newByteChannel(child,
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        if (!opened.complete(channel)) {
          channel.close();
        }
      } catch (IOException | RuntimeException e) {
        opened.completeExceptionally(e);
      } finally {
        room.release();
      }
    });
    try {
      return seekable(opened.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      if (opened.completeExceptionally(e)) {
        throw new Hangs();
      }
      return seekable(opened.join());
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static Optional<SeekableByteChannel> seekable(SeekableByteChannel channel) throws IOException {
    try {
      channel.position();
      return Optional.of(channel);
    } catch (IOException e) {
      // silent-ok: that is the answer
      channel.close();
      return Optional.empty();
    }
  }
}
