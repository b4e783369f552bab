package dev.ironclaw.desktop.audit;

import dev.ironclaw.desktop.audit.AuditFilter.Span;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A search with a name. As text it is one line: the name and the filter's nine fields, each URL-encoded.
public record SavedSearch(String name, AuditFilter filter) {
  static final int MOST_NAME = 60;
  private static final int FIELDS = 10;

  String line() {
    return Stream.of(name, filter.words(), filter.span().name(), day(filter.first()), day(filter.last()),
        filter.agent(), filter.stage(), filter.kind(), filter.actor(), filter.subject())
        .map(field -> URLEncoder.encode(field, StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
  }

  /// Empty for what no version of this program wrote.
  static Optional<SavedSearch> parse(String line) {
    try {
      List<String> fields = Stream.of(line.split("&", -1))
          .map(field -> URLDecoder.decode(field, StandardCharsets.UTF_8)).toList();
      if (fields.size() != FIELDS || fields.getFirst().isBlank() || fields.getFirst().length() > MOST_NAME) {
        return Optional.empty();
      }
      return Optional.of(new SavedSearch(fields.get(0), new AuditFilter(fields.get(1), Span.valueOf(fields.get(2)),
          day(fields.get(3)), day(fields.get(4)), fields.get(5), fields.get(6), fields.get(7), fields.get(8),
          fields.get(9))));
    } catch (IllegalArgumentException | DateTimeException _) {
      // silent-ok: told by the store, with how many lines were left out.
      return Optional.empty();
    }
  }

  private static String day(Optional<LocalDate> day) {
    return day.map(LocalDate::toString).orElse("");
  }

  private static Optional<LocalDate> day(String text) {
    return Optional.of(text).filter(day -> !day.isEmpty()).map(LocalDate::parse);
  }
}
