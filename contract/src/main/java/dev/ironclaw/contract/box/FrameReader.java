package dev.ironclaw.contract.box;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Cuts what arrives into frames; holds one frame at most. Threading: one thread feeds.
final class FrameReader {
  private final FrameStreams streams;
  private final byte[] frame = new byte[CrossingFrames.MAX_FRAME_BYTES];
  private int held;

  FrameReader(FrameStreams streams) {
    this.streams = streams;
  }

  void feed(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (held == 0 && bytes[at] == 0) {
        at++;
      } else {
        int count = Math.min(end - at, wanted() - held);
        System.arraycopy(bytes, at, frame, held, count);
        at += count;
        held += count;
        if (held == wanted()) {
          whole();
        }
      }
    }
  }

  /// As many bytes as the frame has, as far as that is known.
  private int wanted() {
    return held < CrossingFrames.HEAD_BYTES
        ? CrossingFrames.HEAD_BYTES
        : CrossingFrames.HEAD_BYTES + payload() + CrossingFrames.SUM_BYTES;
  }

  private int payload() {
    return Math.min(ByteBuffer.wrap(frame).getShort(5) & 0xffff, CrossingFrames.MAX_DATA_BYTES);
  }

  private void whole() {
    int length = payload();
    int body = CrossingFrames.HEAD_BYTES + length;
    ByteBuffer read = ByteBuffer.wrap(frame);
    held = 0;
    if ((read.getShort(5) & 0xffff) != length || read.getInt(body) != CrossingFrames.sum(frame, body)) {
      streams.broken("a frame that is none");
      return;
    }
    int stream = read.getInt(1);
    switch (frame[0]) {
      case CrossingFrames.RESET ->
        streams.reset(Arrays.copyOfRange(frame, CrossingFrames.HEAD_BYTES, body));
      case CrossingFrames.OPEN -> streams.opened(stream, length);
      case CrossingFrames.DATA -> streams.data(stream, frame, CrossingFrames.HEAD_BYTES, length);
      case CrossingFrames.CREDIT -> streams.credit(stream, length == 4 ? read.getInt(CrossingFrames.HEAD_BYTES) : 0);
      case CrossingFrames.CLOSE -> streams.closed(stream, length);
      default -> streams.broken("a frame of an unknown type");
    }
  }
}
