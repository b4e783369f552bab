package dev.ironclaw.contract.api;

import java.util.List;

/// How a tiny call to a provider went.
///
/// @param outcome `ok`, `key-refused`, `unreached`, `untrusted`, `failed`, or `untested` for one that has no such call
/// @param detail what that means and what to do, in a sentence
/// @param status the answer's HTTP status, 0 without one
/// @param models those that it says it has, where it lists them
public record ProviderTestView(String name, String outcome, String detail, int status, long milliseconds,
    List<String> models) {
  public ProviderTestView {
    models = List.copyOf(models);
  }
}
