package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.AuditQuery;
import dev.ironclaw.controlplane.audit.AuditRecord;
import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that a query finds, one line an entry, oldest first, streamed page by page. The header
/// [AuditEntryView#COUNT_HEADER] says beforehand how many entries come, so that a stream that broke off is seen.
final class AuditExport {
  private static final int PAGE = 500;

  private final AuditLog audit;
  private final AuditQuery query;
  private final Format format;

  enum Format {
    JSONL, CSV
  }

  AuditExport(AuditLog audit, AuditQuery query, Format format) {
    this.audit = audit;
    this.query = query;
    this.format = format;
  }

  void to(Context ctx) {
    // What is recorded meanwhile is not part of it.
    long end = audit.newest(1).stream().mapToLong(AuditRecord::seq).findFirst().orElse(0) + 1;
    AuditQuery bounded = query.page(Optional.of(Math.min(end, query.before().orElse(end))));
    long count = audit.count(bounded);
    ctx.header(AuditEntryView.COUNT_HEADER, Long.toString(count));
    ctx.contentType(format == Format.CSV ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8");
    try (OutputStream out = new BufferedOutputStream(ctx.outputStream(), 1 << 16)) {
      if (format == Format.CSV) {
        out.write(csv(Stream.of("seq", "time", "agent", "stage", "kind", "subject", "actor", "detail", "hash")));
      }
      long after = 0;
      for (List<AuditRecord> page = audit.searchAfter(bounded, after, PAGE); !page.isEmpty(); page = audit
          .searchAfter(bounded, after, PAGE)) {
        for (AuditRecord entry : page) {
          out.write(line(ctx, AuditRoutes.view(entry)));
        }
        after = page.getLast().seq();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] line(Context ctx, AuditEntryView entry) {
    return format == Format.CSV
        ? csv(Stream.of(Long.toString(entry.seq()), entry.time(), entry.agent().orElse(""), entry.stage(), entry.kind(),
            entry.subject().orElse(""), entry.actor(), entry.detail(), entry.hash()))
        : (ctx.jsonMapper().toJsonString(entry, AuditEntryView.class) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] csv(Stream<String> cells) {
    return (cells.map(AuditExport::cell).collect(Collectors.joining(",")) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /// RFC 4180. A spreadsheet takes a cell that begins with one of four signs for a formula, even after white space: an
  /// apostrophe before it makes it text. Control characters become spaces, so that a record is one line.
  static String cell(String text) {
    String line = text.codePoints().map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    String start = line.stripLeading();
    boolean formula = !start.isEmpty() && "=+-@\uFF1D\uFF0B\uFF0D\uFF20".indexOf(start.charAt(0)) >= 0;
    String safe = formula ? "'" + line : line;
    return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == ';') || !safe.equals(safe.strip())
        ? "\"" + safe.replace("\"", "\"\"") + "\""
        : safe;
  }
}
