package dev.ironclaw.controlplane.panic;

import dev.ironclaw.controlplane.store.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// `<state>/panic`: 512 bytes that have their place on disk from the first start and are written over, so that a full
/// disk can't keep a panic from being remembered. One line of `off`, or of `on`, time and the two texts in Base64, padded
/// with blanks. Anything else counts as a panic: a torn write or a stranger's file must not let go what somebody stopped.
public final class PanicFile {
  private static final int SIZE = 512;
  private static final byte[] OFF = padded("off");
  private static final int MAX_BY_CHARS = 60;

  private final Path file;

  private PanicFile(Path file) {
    this.file = file;
  }

  /// Opens or makes the file in the state folder.
  public static PanicFile in(Path stateFolder) throws IOException {
    Path file = stateFolder.resolve("panic");
    if (!Files.exists(file)) {
      PrivateFiles.replace(file, OFF);
    }
    return new PanicFile(file);
  }

  /// What the file remembers.
  public Optional<Panic> read() {
    try {
      byte[] content = Files.readAllBytes(file);
      if (Arrays.equals(content, OFF)) {
        return Optional.empty();
      }
      return Optional.of(parse(new String(content, StandardCharsets.US_ASCII).strip().split(" ", -1)));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      // silent-ok: what can't be read is a panic, and says so to whoever asks
      return Optional.of(new Panic(Instant.EPOCH, "unknown",
          Optional.of("the file " + file.getFileName() + " of the state folder is damaged")));
    }
  }

  private static Panic parse(String[] words) {
    if (words.length != 4 || !words[0].equals("on")) {
      throw new IllegalArgumentException("not a line of this file");
    }
    return new Panic(Instant.parse(words[1]), decoded(words[2]), Optional.of(decoded(words[3])));
  }

  /// Remembers it, in place; on disk when this returns.
  public void write(Panic panic) throws IOException {
    String by = panic.by().length() <= MAX_BY_CHARS ? panic.by() : panic.by().substring(0, MAX_BY_CHARS);
    write(padded("on " + panic.since() + " " + encoded(by) + " " + encoded(panic.reason().orElse(""))));
  }

  /// Remembers that all may move.
  public void clear() throws IOException {
    write(OFF);
  }

  private void write(byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer, buffer.position());
      }
      channel.force(false);
    }
  }

  /// A text never spills over: cut by bytes, for a character can take four.
  private static String encoded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, Math.min(bytes.length, 150)));
  }

  private static String decoded(String word) {
    return new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
  }

  private static byte[] padded(String line) {
    byte[] content = new byte[SIZE];
    Arrays.fill(content, (byte) ' ');
    byte[] text = line.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, content, 0, text.length);
    content[SIZE - 1] = '\n';
    return content;
  }
}
