package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.audit.AuditWitness;
import dev.ironclaw.controlplane.store.PrivateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/// A place outside of the state folder that receives checkpoints and heads, so that a log that is put back to an earlier
/// state contradicts it.
public sealed interface Witness {
  /// How people know it.
  String name();

  /// Returns when the line has arrived.
  void send(byte[] line) throws IOException;

  /// The newest line that arrived, where it can be asked for and is signed by this key.
  ///
  /// @param publicKey content of `audit.pub`
  Optional<AuditWitness.Line> newest(byte[] publicKey) throws IOException;

  /// Takes what an operator gives: an absolute path, or an `https` URL (`http` to this machine alone).
  static Witness parse(String given) {
    if (given.startsWith("https://") || given.startsWith("http://")) {
      URI uri = URI.create(given);
      if (uri.getHost() == null || (given.startsWith("http://") && !isLoopback(uri.getHost()))) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "audit witness " + given + ": give an https URL");
      }
      return new OverHttp(uri, HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build());
    }
    Path file = Path.of(given);
    if (!file.isAbsolute()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "audit witness " + given + ": give an absolute path or an https URL");
    }
    return new InFile(file);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      // silent-ok: a name that nobody knows is not this machine
      return false;
    }
  }

  /// A file on another disk or machine; lines are only ever appended.
  record InFile(Path file) implements Witness {
    private static final int TAIL = 4_096;

    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public void send(byte[] line) throws IOException {
      if (!Files.exists(file)) {
        PrivateFiles.createFile(file);
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        // A line that a power cut tore is written over.
        byte[] tail = tail(channel);
        int whole = tail.length;
        while (whole > 0 && tail[whole - 1] != '\n') {
          whole--;
        }
        long end = channel.size() - (tail.length - whole);
        ByteBuffer buffer = ByteBuffer.wrap(line);
        while (buffer.hasRemaining()) {
          channel.write(buffer, end + buffer.position());
        }
        channel.truncate(end + line.length);
        channel.force(false);
      }
    }

    @Override
    public Optional<AuditWitness.Line> newest(byte[] publicKey) throws IOException {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        return AuditWitness.newestSigned(tail(channel), publicKey);
      }
    }

    private static byte[] tail(FileChannel channel) throws IOException {
      long from = Math.max(0, channel.size() - TAIL);
      ByteBuffer buffer = ByteBuffer.allocate((int) (channel.size() - from));
      while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
        // Reads on.
      }
      return buffer.array();
    }
  }

  /// A host that takes one line by POST and answers 2xx when it has kept it.
  record OverHttp(URI uri, HttpClient client) implements Witness {
    @Override
    public String name() {
      return uri.toString();
    }

    @Override
    public void send(byte[] line) throws IOException {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10))
          .header("Content-Type", "application/jsonl").POST(HttpRequest.BodyPublishers.ofByteArray(line)).build();
      try {
        int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
          throw new IOException(uri + " answered " + status);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while " + uri + " was asked", e);
      }
    }

    @Override
    public Optional<AuditWitness.Line> newest(byte[] publicKey) {
      return Optional.empty();
    }
  }
}
