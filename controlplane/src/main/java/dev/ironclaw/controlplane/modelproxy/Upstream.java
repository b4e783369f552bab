package dev.ironclaw.controlplane.modelproxy;

import java.net.URI;
import java.util.List;

/// One place that serves a model, as a row of data.
///
/// @param name for example `mock`
/// @param dialect what the box must speak, for example `anthropic`
/// @param base scheme, host and port; nothing else is ever called
/// @param paths exact paths that may be posted to
/// @param credential what the host adds to each call
public record Upstream(String name, String dialect, URI base, List<String> paths, Credential credential) {
  public Upstream {
    paths = List.copyOf(paths);
  }

  /// An upstream that asks for no credential.
  public Upstream(String name, String dialect, URI base, List<String> paths) {
    this(name, dialect, base, paths, new Credential.None());
  }
}
