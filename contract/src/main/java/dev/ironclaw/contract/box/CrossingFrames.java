package dev.ironclaw.contract.box;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// The box API's connections as frames over one pair of pipes, for a container that no socket can be bound into.
///
/// A frame is `type:1 stream:4 length:2 payload crc32:4`, big-endian, the sum over all before it. A byte 0 between frames
/// means nothing: the host sends one now and then as a sign of life, and as many as the longest frame has before [#RESET],
/// so that a frame that was cut off ends within them. The box opens streams, the host does not; numbers rise from 1. Each
/// side may send [#WINDOW] bytes of a stream until the other grants more, and closes once; what was closed by both is
/// forgotten.
public final class CrossingFrames {
  /// Payload: 16 random bytes of the host. All streams are gone; the box answers with the same frame, and until then what
  /// it sends means nothing.
  static final byte RESET = 1;
  static final byte OPEN = 2;
  static final byte DATA = 3;
  /// Payload: how many bytes more the other may send, 4 bytes.
  static final byte CREDIT = 4;
  /// Nothing more is sent, and nothing read.
  static final byte CLOSE = 5;

  public static final int NONCE_BYTES = 16;
  public static final int MAX_DATA_BYTES = 16 * 1024;
  /// What one stream may have under way in each direction.
  public static final int WINDOW = 256 * 1024;
  /// Streams that are open, or that one side has not closed yet.
  public static final int MAX_STREAMS = 32;
  /// The host lets no more time than this pass without a byte.
  public static final int SIGN_SECONDS = 15;

  static final int HEAD_BYTES = 7;
  static final int SUM_BYTES = 4;
  static final int MAX_FRAME_BYTES = HEAD_BYTES + MAX_DATA_BYTES + SUM_BYTES;

  private CrossingFrames() {}

  /// What the host sends first, and again until it is answered.
  static byte[] resetWithLead(byte[] nonce) {
    return ByteBuffer.allocate(MAX_FRAME_BYTES + HEAD_BYTES + NONCE_BYTES + SUM_BYTES).position(MAX_FRAME_BYTES)
        .put(reset(nonce)).array();
  }

  /// A sign of life.
  static byte[] sign() {
    return new byte[1];
  }

  static byte[] reset(byte[] nonce) {
    return frame(RESET, 0, nonce, 0, nonce.length);
  }

  static byte[] open(int stream) {
    return frame(OPEN, stream, new byte[0], 0, 0);
  }

  static byte[] data(int stream, byte[] from, int offset, int length) {
    return frame(DATA, stream, from, offset, length);
  }

  static byte[] credit(int stream, int bytes) {
    return frame(CREDIT, stream, ByteBuffer.allocate(4).putInt(bytes).array(), 0, 4);
  }

  static byte[] close(int stream) {
    return frame(CLOSE, stream, new byte[0], 0, 0);
  }

  private static byte[] frame(byte type, int stream, byte[] from, int offset, int length) {
    ByteBuffer frame = ByteBuffer.allocate(HEAD_BYTES + length + SUM_BYTES).put(type).putInt(stream)
        .putShort((short) length).put(from, offset, length);
    return frame.putInt(sum(frame.array(), frame.position())).array();
  }

  static int sum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
