package dev.ironclaw.desktop.instance;

import dev.ironclaw.client.PrivateFiles;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one app that runs on a state folder. A lock says which: it goes with its process, however that ends. Later starts
/// speak to it at a socket that only this user can open.
public final class Instance implements AutoCloseable {
  static final String TAKEN = "taken\n";
  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);
  private static final int MOST_BYTES = 16 << 10;
  /// So many are heard at once; whoever comes then is not.
  private static final int MOST_CALLERS = 4;
  private static final int PATIENCE_SECONDS = 3;

  private final AppFolder folder;
  /// Held open: the lock ends with it.
  private final FileChannel lock;
  private final Consumer<Wish> told;
  private final Semaphore callers = new Semaphore(MOST_CALLERS);
  private final @Nullable ServerSocketChannel door;

  private Instance(AppFolder folder, FileChannel lock, Consumer<Wish> told) {
    this.folder = folder;
    this.lock = lock;
    this.told = told;
    this.door = listen();
    if (door != null) {
      ServerSocketChannel open = door;
      Thread.ofPlatform().daemon().name("instance").start(() -> accept(open));
    }
  }

  /// Becomes the one of this folder; empty where another one is.
  ///
  /// @param told of what later starts ask for, on any thread
  /// @throws IronclawException where the folder can't be used
  public static Optional<Instance> claim(AppFolder folder, Consumer<Wish> told) {
    try {
      PrivateFiles.folder(folder.path());
      FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      PrivateFiles.restrict(folder.lock());
      if (isTaken(channel)) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new Instance(folder, channel, told));
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "use the folder " + folder.path() + ": " + e.getMessage()
          + "; make it writable for you, or name another state folder with --state-dir", e);
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held == null;
    } catch (OverlappingFileLockException _) {
      // silent-ok: this very process has it.
      return true;
    }
  }

  /// What a killed app left there is in the way, and nobody's: the lock is ours. Without a socket the app still runs; a
  /// second start then says that it can't reach it.
  private @Nullable ServerSocketChannel listen() {
    Path socket = folder.socket();
    try {
      Files.deleteIfExists(socket);
      ServerSocketChannel open = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      open.bind(UnixDomainSocketAddress.of(socket));
      PrivateFiles.restrict(socket);
      return open;
    } catch (IOException e) {
      LOG.warn("a second start can't reach this app: {} at {}", e.getMessage(), socket);
      return null;
    }
  }

  private void accept(ServerSocketChannel open) {
    try {
      while (open.isOpen()) {
        SocketChannel caller = open.accept();
        if (callers.tryAcquire()) {
          Thread.ofVirtual().name("caller").start(() -> hear(caller));
        } else {
          caller.close();
        }
      }
    } catch (AsynchronousCloseException _) {
      // silent-ok: the app ends.
    } catch (IOException e) {
      LOG.warn("second starts are not heard any more", e);
    }
  }

  private void hear(SocketChannel caller) {
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(() -> end(caller));
    try (caller) {
      Optional<Wish> wish = Wish.parse(Lines.read(caller, MOST_BYTES));
      if (wish.isPresent()) {
        told.accept(wish.get());
        caller.write(ByteBuffer.wrap(TAKEN.getBytes(StandardCharsets.UTF_8)));
      } else {
        LOG.warn("somebody said at {} what no start of this app says", folder.socket());
      }
    } catch (ClosedChannelException _) {
      LOG.warn("somebody at {} did not end in time", folder.socket());
    } catch (IOException e) {
      LOG.warn("somebody at {} was not understood: {}", folder.socket(), e.getMessage());
    } finally {
      callers.release();
    }
  }

  private static void end(SocketChannel caller) {
    try {
      caller.close();
    } catch (IOException e) {
      LOG.debug("close a caller", e);
    }
  }

  /// From now on nobody is heard: what is asked of an app that ends would be lost. The folder stays taken.
  public void hush() {
    try {
      if (door != null && door.isOpen()) {
        door.close();
        Files.deleteIfExists(folder.socket());
      }
    } catch (IOException e) {
      LOG.warn("close the app's socket", e);
    }
  }

  /// The next start may have the folder.
  @Override
  public void close() {
    hush();
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("give the app's lock back", e);
    }
  }
}
