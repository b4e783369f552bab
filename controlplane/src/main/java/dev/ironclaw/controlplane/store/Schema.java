package dev.ironclaw.controlplane.store;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A database's schema as numbered steps; `PRAGMA user_version` says how many a file has.
///
/// @param name for errors, for example `state`
/// @param migrations SQL scripts; the n-th one takes the file from version n to n + 1
public record Schema(String name, List<String> migrations) {
  public Schema {
    migrations = List.copyOf(migrations);
  }

  /// Reads the steps from the class path, in the order given; a script that has shipped never changes.
  ///
  /// @param resources absolute names, for example `/db/state/V001__audit.sql`
  public static Schema ofResources(String name, String... resources) {
    List<String> scripts = new ArrayList<>();
    for (String resource : resources) {
      scripts.add(script(resource));
    }
    return new Schema(name, scripts);
  }

  private static String script(String resource) {
    try (var in = Schema.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IronclawException(ErrorCode.INTERNAL, "read migration " + resource + ": not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "read migration " + resource + ": reinstall", e);
    }
  }
}
