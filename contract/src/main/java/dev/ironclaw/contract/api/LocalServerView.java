package dev.ironclaw.contract.api;

import java.util.List;

/// A model server that answers on this machine.
///
/// @param program what usually listens there, for example `Ollama`
/// @param endpoint as the provider `local` takes it
public record LocalServerView(String program, String endpoint, List<String> models) {
  public LocalServerView {
    models = List.copyOf(models);
  }
}
