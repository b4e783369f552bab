package dev.ironclaw.controlplane.usage;

/// How many tokens a call took.
///
/// @param input neither read from a prompt cache nor written to one
public record Tokens(long input, long cacheRead, long cacheWrite, long output) {
  static final Tokens NONE = new Tokens(0, 0, 0, 0);

  public long all() {
    return input + cacheRead + cacheWrite + output;
  }

  public Tokens plus(Tokens more) {
    return new Tokens(input + more.input, cacheRead + more.cacheRead, cacheWrite + more.cacheWrite,
        output + more.output);
  }
}
