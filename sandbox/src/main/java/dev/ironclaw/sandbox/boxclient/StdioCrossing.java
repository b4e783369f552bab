package dev.ironclaw.sandbox.boxclient;

import dev.ironclaw.contract.box.CrossingFrames;
import dev.ironclaw.contract.box.FrameStream;
import dev.ironclaw.contract.box.FrameStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The crossing as frames over this program's own input and output. A host that is gone can't be told from one that is
/// silent but by its signs of life. Threading: any thread opens; two daemon threads read and watch.
final class StdioCrossing {
  private final InputStream in;
  private final FrameStreams streams;
  private final Duration patience;
  private final Runnable whenGone;
  private volatile boolean heard;

  private StdioCrossing(InputStream in, OutputStream out, Duration patience, Runnable whenGone) {
    this.in = in;
    this.patience = patience;
    this.whenGone = whenGone;
    this.streams = new FrameStreams(FrameStreams.Side.BOX, out, new FrameStreams.Listener(_ -> {}, _ -> {}));
  }

  /// Reads and watches from now on.
  ///
  /// @param whenGone runs when `in` ends, or nothing came for `patience`; must not return to a box that goes on
  static StdioCrossing over(InputStream in, OutputStream out, Duration patience, Runnable whenGone) {
    StdioCrossing crossing = new StdioCrossing(in, out, patience, whenGone);
    daemon("crossing", crossing::readAll);
    daemon("signs of the host", crossing::watch);
    return crossing;
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  Wire open() throws IOException {
    FrameStream stream = streams.open();
    return new Wire() {
      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        return stream.read(to, offset, length);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        stream.write(from, offset, length);
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }

  private void readAll() {
    byte[] buffer = new byte[CrossingFrames.MAX_DATA_BYTES];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        heard = true;
        streams.feed(buffer, 0, count);
      }
    } catch (IOException gone) {
      // silent-ok: the same as its end
    }
    streams.lose();
    whenGone.run();
  }

  /// Counts intervals and not time: a box that stood still has missed no sign, they wait for it.
  private void watch() {
    long most = Math.max(1, patience.toSeconds() / CrossingFrames.SIGN_SECONDS);
    try {
      for (long missed = 0; missed <= most; missed = heard ? 0 : missed + 1) {
        heard = false;
        TimeUnit.SECONDS.sleep(CrossingFrames.SIGN_SECONDS);
      }
      whenGone.run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
