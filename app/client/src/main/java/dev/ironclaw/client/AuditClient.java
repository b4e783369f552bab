package dev.ironclaw.client;

import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.contract.api.AuditProofView;
import dev.ironclaw.contract.api.AuditRotated;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The audit log's routes. Filters are query parameters as `docs/api.md` has them. Every method throws [ApiException].
///
/// Threading: any thread. Ends with the client that gave it.
public final class AuditClient {
  private final Http http;

  AuditClient(Http http) {
    this.http = http;
  }

  /// The newest entries that fit, oldest of them first.
  public List<AuditEntryView> find(Map<String, String> filter) {
    return Wire.readList(http.call("GET", "/v1/audit" + query(filter), null), AuditEntryView.class);
  }

  /// One entry with what proves it.
  public AuditProofView proof(long seq) {
    return Wire.read(http.call("GET", "/v1/audit/entries/" + seq, null), AuditProofView.class);
  }

  /// The log goes on in a new file.
  public AuditRotated rotate() {
    return Wire.read(http.call("POST", "/v1/audit/rotate", null), AuditRotated.class);
  }

  /// Writes every entry that fits to a new file that its owner alone can read, one line each, oldest first. A file that
  /// did not become whole is deleted.
  ///
  /// @param filter with `format`: `jsonl` or `csv`
  /// @param progress told how far it is; what it throws ends the export
  /// @return how many entries it has
  /// @throws FileAlreadyExistsException where something is there already
  public long export(Map<String, String> filter, Path file, Progress progress) throws IOException {
    PrivateFiles.create(file);
    try (Lines out = new Lines(new BufferedOutputStream(Files.newOutputStream(file)), progress,
        "csv".equals(filter.get("format")) ? 1 : 0)) {
      http.download("/v1/audit/export" + query(filter), Set.of(AuditEntryView.COUNT_HEADER),
          headers -> out.announced(Long.parseLong(headers.getOrDefault(AuditEntryView.COUNT_HEADER, "0"))), out);
      out.flush();
      return out.whole();
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream().map(entry -> Wire.part(entry.getKey()) + "=" + Wire.part(entry.getValue()))
        .collect(Collectors.joining("&", "?", ""));
  }

  /// How far an export is.
  @FunctionalInterface
  public interface Progress {
    /// Told as it goes on.
    ///
    /// @param entries that are written
    /// @param all that will be
    /// @throws IOException to end it
    void at(long entries, long all) throws IOException;
  }

  /// Counts the lines that pass.
  private static final class Lines extends FilterOutputStream {
    private final Progress progress;
    private long lines;
    private long all;

    /// @param header lines that are no entries
    Lines(OutputStream out, Progress progress, long header) {
      super(out);
      this.progress = progress;
      this.lines = -header;
    }

    void announced(long entries) {
      all = entries;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[]{(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      for (int i = from; i < from + length; i++) {
        if (bytes[i] == '\n') {
          lines++;
        }
      }
      progress.at(Math.max(0, lines), all);
    }

    long whole() {
      if (lines != all) {
        throw ApiException.broken("the export broke off: " + lines + " of " + all + " entries came; try again");
      }
      return all;
    }
  }
}
