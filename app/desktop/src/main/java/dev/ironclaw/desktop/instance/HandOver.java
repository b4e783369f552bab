package dev.ironclaw.desktop.instance;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Gives a wish to the app that runs on this state folder. Starts no toolkit and no logging: the second start of a program
/// should be over before anybody waits.
public final class HandOver {
  private HandOver() {}

  /// How it went.
  public enum Outcome {
    /// The other one takes care of it.
    TAKEN,
    /// It understood nothing of it, or did not answer in time.
    UNANSWERED,
    /// Nobody listens there.
    NOBODY
  }

  /// Connects, says it, waits for the answer.
  public static Outcome give(Wish wish, AppFolder folder, Duration patience) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(folder.socket()));
      CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS).execute(() -> closed(channel));
      return said(wish, channel) ? Outcome.TAKEN : Outcome.UNANSWERED;
    } catch (IOException _) {
      // silent-ok: nobody has the socket open, as after a kill.
      return Outcome.NOBODY;
    }
  }

  private static boolean said(Wish wish, SocketChannel channel) {
    try {
      ByteBuffer words = ByteBuffer.wrap(wish.text().getBytes(StandardCharsets.UTF_8));
      while (words.hasRemaining()) {
        channel.write(words);
      }
      channel.shutdownOutput();
      return Lines.read(channel, Instance.TAKEN.length()).equals(Instance.TAKEN);
    } catch (IOException _) {
      // silent-ok: told as unanswered.
      return false;
    }
  }

  private static void closed(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException _) {
      // silent-ok: it is of no use any more.
    }
  }
}
