package dev.ironclaw.controlplane.tunnel;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// The first words of a TLS client, as far as they say whom it wants to speak to. Source: RFC 8446 §4.1.2 and §5.1,
/// RFC 6066 §3.
final class ClientHello {
  /// Most bytes that it may take, records' heads included.
  static final int MOST = 32 * 1024;
  private static final int RECORD_HEAD = 5;
  private static final int HANDSHAKE_HEAD = 4;
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int MAX_RECORD = 1 << 14;
  private static final int SERVER_NAME = 0;
  private static final int HOST_NAME = 0;
  private static final int RANDOM = 32;

  private ClientHello() {}

  /// What the bytes say.
  sealed interface Reading {
    /// Not all of it is there.
    record More() implements Reading {}

    /// It wants this host, in lower case.
    record Names(String host) implements Reading {}

    /// It is no such thing, or names nobody.
    record Wrong(String why) implements Reading {}
  }

  /// Reads from the beginning of a connection; the buffer is left as it was.
  static Reading read(ByteBuffer bytes) {
    ByteBuffer records = bytes.slice();
    ByteBuffer hello = ByteBuffer.allocate(MOST);
    while (records.remaining() >= RECORD_HEAD) {
      int type = records.get() & 0xff;
      int major = records.get();
      records.get();
      int length = records.getShort() & 0xffff;
      if (type != HANDSHAKE || major != 3 || length == 0 || length > MAX_RECORD) {
        return new Reading.Wrong("it does not begin with TLS");
      }
      int here = Math.min(length, records.remaining());
      if (here > hello.remaining()) {
        return new Reading.Wrong("its first words are too long");
      }
      hello.put(records.slice(records.position(), here));
      records.position(records.position() + here);
      Optional<Reading> known = handshake(hello.duplicate().flip());
      if (known.isPresent()) {
        return known.get();
      }
    }
    return bytes.remaining() >= MOST ? new Reading.Wrong("its first words are too long") : new Reading.More();
  }

  /// Empty where the rest is to come.
  private static Optional<Reading> handshake(ByteBuffer hello) {
    if (hello.remaining() < HANDSHAKE_HEAD) {
      return Optional.empty();
    }
    int head = hello.getInt();
    int length = head & 0xffffff;
    if (head >>> 24 != CLIENT_HELLO || length > MOST) {
      return Optional.of(new Reading.Wrong("it does not begin with TLS"));
    }
    if (hello.remaining() < length) {
      return Optional.empty();
    }
    try {
      return Optional.of(body(hello.slice(hello.position(), length)));
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      // silent-ok: the answer says it
      return Optional.of(new Reading.Wrong("its TLS is malformed"));
    }
  }

  private static Reading body(ByteBuffer body) {
    body.position(2 + RANDOM);
    part(body, body.get() & 0xff);
    part(body, body.getShort() & 0xffff);
    part(body, body.get() & 0xff);
    if (!body.hasRemaining()) {
      return new Reading.Wrong("its TLS names no host");
    }
    ByteBuffer extensions = part(body, body.getShort() & 0xffff);
    Optional<String> name = Optional.empty();
    while (extensions.hasRemaining()) {
      int type = extensions.getShort() & 0xffff;
      ByteBuffer extension = part(extensions, extensions.getShort() & 0xffff);
      if (type == SERVER_NAME) {
        if (name.isPresent()) {
          return new Reading.Wrong("its TLS names a host twice");
        }
        name = Optional.of(serverName(extension));
      }
    }
    return name.filter(text -> !text.isEmpty()).<Reading>map(Reading.Names::new)
        .orElseGet(() -> new Reading.Wrong("its TLS names no host"));
  }

  /// Just one name, of the only kind that there is.
  private static String serverName(ByteBuffer extension) {
    ByteBuffer list = part(extension, extension.getShort() & 0xffff);
    if (list.get() != HOST_NAME) {
      return "";
    }
    ByteBuffer name = part(list, list.getShort() & 0xffff);
    return list.hasRemaining() ? "" : StandardCharsets.ISO_8859_1.decode(name).toString().toLowerCase(Locale.ROOT);
  }

  private static ByteBuffer part(ByteBuffer of, int length) {
    ByteBuffer part = of.slice(of.position(), length);
    of.position(of.position() + length);
    return part;
  }
}
