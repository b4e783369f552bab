package dev.ironclaw.controlplane.store;

import java.util.List;

/// A database's schema as numbered steps; `PRAGMA user_version` says how many a file has.
///
/// @param name for errors, for example `state`
/// @param migrations SQL scripts; the n-th one takes the file from version n to n + 1
public record Schema(String name, List<String> migrations) {
  public Schema {
    migrations = List.copyOf(migrations);
  }
}
