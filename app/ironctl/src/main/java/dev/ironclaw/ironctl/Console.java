package dev.ironclaw.ironctl;

/// What every command gets.
record Console(GlobalOptions options, Connection connection, Surroundings surroundings, Output output) {
  boolean json() {
    return options.json;
  }
}
