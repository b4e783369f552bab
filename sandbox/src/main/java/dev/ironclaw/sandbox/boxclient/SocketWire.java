package dev.ironclaw.sandbox.boxclient;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// A connection over the unix socket. Reads the channel directly, because `available()` fails on a host socket inside
/// gVisor.
final class SocketWire implements Wire {
  /// The JDK keeps a direct buffer of the largest read and write for each thread.
  private static final int MAX_AT_ONCE = 64 * 1024;

  private final SocketChannel channel;

  private SocketWire(SocketChannel channel) {
    this.channel = channel;
  }

  static SocketWire to(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return new SocketWire(channel);
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    return channel.read(ByteBuffer.wrap(to, offset, Math.min(length, MAX_AT_ONCE)));
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(from, offset, length);
    int end = out.limit();
    while (out.position() < end) {
      channel.write(out.limit(Math.min(end, out.position() + MAX_AT_ONCE)));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
