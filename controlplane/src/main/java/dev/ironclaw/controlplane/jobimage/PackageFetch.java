package dev.ironclaw.controlplane.jobimage;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// Brings the files of an image into a folder, each under its digest, and lets nothing in that the lock does not pin. A file
/// gets its name only when its last byte is checked, so that a cut download leaves none behind.
///
/// Threading: any thread; whoever builds the same image twice at once is held elsewhere.
final class PackageFetch implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final String PART = "part-";
  private static final int CHUNK = 1 << 16;

  private final Path cache;
  private final Duration answer;
  private final long slowest;
  private final HttpClient http;

  /// @param cache a folder of ours, made where there is none
  /// @param slowest bytes a second: what comes slower is given up
  PackageFetch(Path cache, long slowest) {
    this(cache, ANSWER, slowest);
  }

  /// @param answer for the beginning of an answer, and beside what the bytes may take
  PackageFetch(Path cache, Duration answer, long slowest) {
    this.cache = cache;
    this.answer = answer;
    this.slowest = slowest;
    this.http = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY)
        .followRedirects(HttpClient.Redirect.NORMAL).connectTimeout(answer).build();
  }

  /// Removes what downloads left that were cut by the end of the process. Where nobody fetches.
  static void removeParts(Path cache) throws IOException {
    if (Files.isDirectory(cache)) {
      try (DirectoryStream<Path> parts = Files.newDirectoryStream(cache, PART + "*")) {
        for (Path part : parts) {
          Files.deleteIfExists(part);
        }
      }
    }
  }

  /// The file's place in the cache, fetched where it is not there. One that lies there is read and compared again.
  ///
  /// Fails with `UPSTREAM_FAILED` where no place has it as it is pinned, saying what each said.
  Path require(Pinned file, PackageSources sources, Optional<String> snapshot, LongConsumer arrived) {
    Path kept = cache.resolve(file.keptName());
    try {
      Files.createDirectories(cache);
      if (Files.isRegularFile(kept) && isPinned(kept, file)) {
        arrived.accept(file.bytes());
        return kept;
      }
      fetch(file, sources.folder(), sources.of(file, snapshot), kept, arrived);
      return kept;
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "fetch " + file.fileName() + ": " + cache
          + " can't be written: " + e.getMessage() + "; make room there", e);
    }
  }

  /// From these places alone.
  Path fetched(Pinned file, List<URI> places) throws IOException {
    Path kept = Files.createDirectories(cache).resolve(file.keptName());
    fetch(file, Optional.empty(), places, kept, _ -> {});
    return kept;
  }

  private void fetch(Pinned file, Optional<Path> folder, List<URI> places, Path kept, LongConsumer arrived)
      throws IOException {
    List<String> said = new ArrayList<>();
    if (folder.isPresent()) {
      Path given = folder.get().resolve(file.fileName());
      if (taken(file, kept, given.toString(), said, () -> regular(given), arrived)) {
        return;
      }
    }
    for (URI place : places) {
      if (taken(file, kept, place.toString(), said, () -> opened(place), arrived)) {
        return;
      }
    }
    throw new IronclawException(ErrorCode.UPSTREAM_FAILED,
        "fetch " + file.fileName() + ": nobody has it as it is pinned: "
            + String.join("; ", said) + ". Give a mirror with --mirror, or a folder that has it with --from");
  }

  /// Opens where a file can be had.
  private interface Place {
    InputStream open() throws IOException;
  }

  private boolean taken(Pinned file, Path kept, String name, List<String> said, Place place, LongConsumer arrived)
      throws IOException {
    Path part = Files.createTempFile(cache, PART, "");
    try {
      Optional<String> wrong;
      try (InputStream in = place.open(); OutputStream out = Files.newOutputStream(part)) {
        CompletableFuture<Void> tooSlow = CompletableFuture.runAsync(() -> close(in),
            CompletableFuture.delayedExecutor(limit(file).toMillis(), TimeUnit.MILLISECONDS));
        wrong = copy(in, out, file, arrived);
        tooSlow.cancel(false);
      } catch (NoSuchFileException e) {
        wrong = Optional.of("it is not there");
      } catch (IOException e) {
        wrong = Optional.of(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
      }
      if (wrong.isPresent()) {
        said.add(name + ": " + wrong.get());
        return false;
      }
      Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return true;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// A pipe would be waited for at its opening, where no time limit is.
  private static InputStream regular(Path given) throws IOException {
    if (Files.exists(given) && !Files.isRegularFile(given)) {
      throw new IOException("it is no regular file");
    }
    return Files.newInputStream(given);
  }

  private Duration limit(Pinned file) {
    return answer.plusSeconds(file.bytes() / slowest);
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      // silent-ok: whoever reads from it hears that it is closed
    }
  }

  private InputStream opened(URI place) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(place).timeout(answer).build();
    try {
      HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (answer.statusCode() != 200) {
        answer.body().close();
        throw new IOException("answers " + answer.statusCode());
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// @return what is wrong with it
  private static Optional<String> copy(InputStream in, OutputStream out, Pinned file, LongConsumer arrived)
      throws IOException {
    MessageDigest digest = digest(file);
    byte[] chunk = new byte[CHUNK];
    long all = 0;
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      all += read;
      if (all > file.bytes()) {
        return Optional.of("it is longer than the " + file.bytes() + " bytes that are pinned");
      }
      digest.update(chunk, 0, read);
      out.write(chunk, 0, read);
      arrived.accept(read);
    }
    if (all < file.bytes()) {
      return Optional.of("it ended after " + all + " of " + file.bytes() + " bytes");
    }
    String found = HexFormat.of().formatHex(digest.digest());
    return found.equals(file.digest())
        ? Optional.empty()
        : Optional
            .of("its digest begins with " + found.substring(0, 12) + ", not with " + file.digest().substring(0, 12));
  }

  private static boolean isPinned(Path kept, Pinned file) throws IOException {
    try (InputStream in = Files.newInputStream(kept)) {
      return copy(in, OutputStream.nullOutputStream(), file, _ -> {}).isEmpty();
    }
  }

  private static MessageDigest digest(Pinned file) {
    try {
      return MessageDigest.getInstance(file.algorithm());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has " + file.algorithm(), e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
