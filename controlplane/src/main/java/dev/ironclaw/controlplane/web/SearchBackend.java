package dev.ironclaw.controlplane.web;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.egress.EgressAnswer;
import dev.ironclaw.controlplane.egress.EgressUrl;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One search engine. A new one is one file, one line in [#of], one recorded page, one row in the docs.
public interface SearchBackend {
  /// For people.
  String title();

  /// The only host that a search calls.
  String host();

  EgressUrl url(String query, int most);

  Map<String, String> headers();

  /// Name of the vault's credential that goes along.
  Optional<String> credential();

  /// Reads what it answered, at most so many.
  ///
  /// @throws IronclawException `UPSTREAM_FAILED` where it answers something else than results
  List<Hit> read(EgressAnswer answer, int most);

  /// One result, in plain words.
  record Hit(String title, String url, String snippet) {}

  /// Reads the setting.
  ///
  /// @param choice `duckduckgo`, `brave[:name of the credential]` or `off`
  /// @return empty where there is none
  static Optional<SearchBackend> of(String choice) {
    String[] parts = choice.split(":", 2);
    return switch (parts[0]) {
      case "off" -> Optional.empty();
      case "duckduckgo" -> Optional.of(new DuckDuckGoSearch());
      case "brave" -> Optional.of(new BraveSearch(parts.length == 2 ? parts[1] : "brave"));
      default -> throw new IronclawException(ErrorCode.CONFIGURATION,
          "--search-backend must be duckduckgo, brave, brave:CREDENTIAL or off");
    };
  }
}
