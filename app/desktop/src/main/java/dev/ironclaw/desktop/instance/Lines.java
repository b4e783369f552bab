package dev.ironclaw.desktop.instance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reading what came over the socket, to its end.
final class Lines {
  private Lines() {}

  /// All that the other side says.
  ///
  /// @throws IOException where it is more than that, or not UTF-8
  static String read(SocketChannel channel, int mostBytes) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(mostBytes + 1);
    int read = 0;
    while (read >= 0 && bytes.hasRemaining()) {
      read = channel.read(bytes);
    }
    if (!bytes.hasRemaining()) {
      throw new IOException("more than " + mostBytes + " bytes");
    }
    return text(bytes.flip());
  }

  private static String text(ByteBuffer bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }
}
