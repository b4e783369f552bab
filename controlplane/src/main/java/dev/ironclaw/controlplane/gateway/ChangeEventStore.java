package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.event.StoredEvents.Place;
import dev.ironclaw.controlplane.event.StoredEvents.Stored;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The table `change_events`, which triggers write. Needs `db/state/V015__change_events.sql`.
final class ChangeEventStore {
  Place newest(Connection connection) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT number, mark FROM change_events ORDER BY number DESC LIMIT 1");
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? new Place(rows.getLong(1), rows.getString(2)) : Place.START;
    }
  }

  /// Empty where that place is not known.
  ///
  /// @param counts whether an approval by this one is worth anything now, whatever it was when it was given; whose was
  ///        taken back, because there is another policy, is told neither
  Optional<List<Stored>> after(Connection connection, Place place, Predicate<String> counts) throws SQLException {
    return isKnown(connection, place) ? Optional.of(rowsAfter(connection, place.number(), counts)) : Optional.empty();
  }

  private static boolean isKnown(Connection connection, Place place) throws SQLException {
    boolean start = place.equals(Place.START);
    try (PreparedStatement select = connection.prepareStatement(start
        ? "SELECT coalesce(min(number), 1) = 1 FROM change_events"
        : "SELECT count(*) = 1 FROM change_events WHERE number = ? AND mark = ?")) {
      if (!start) {
        select.setLong(1, place.number());
        select.setString(2, place.mark());
      }
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getBoolean(1);
      }
    }
  }

  private static List<Stored> rowsAfter(Connection connection, long number, Predicate<String> counts)
      throws SQLException {
    List<Stored> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement("""
        SELECT e.*, c.kind, c.agent_group_id, json_extract(c.card_json, '$.title') AS title,
          json_extract(c.card_json, '$.risk') AS risk, json_extract(c.card_json, '$.requestedBy') AS requested_by,
          (SELECT coalesce(group_concat(a.by, ' '), '') FROM approvals a WHERE a.change_id = e.change_id) AS standing
        FROM change_events e JOIN changes c ON c.id = e.change_id WHERE e.number > ? ORDER BY e.number""")) {
      select.setLong(1, number);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(read(rows, counts));
        }
      }
    }
    return found;
  }

  private static Stored read(ResultSet row, Predicate<String> counts) throws SQLException {
    Place place = new Place(row.getLong("number"), row.getString("mark"));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", row.getString("change_id"));
    String state = row.getString("state");
    return switch (state) {
      case "pending" -> {
        about(row, data);
        data.put("title", row.getString("title"));
        data.put("risk", row.getString("risk").toLowerCase(Locale.ROOT));
        data.put("requestedBy", row.getString("requested_by"));
        yield new Stored(place, "change.pending", data);
      }
      case "approval" -> {
        List<String> standing = words(row.getString("standing"));
        data.put("approvedBy",
            words(row.getString("approved_by")).stream().filter(standing::contains).filter(counts).toList());
        yield new Stored(place, "change.approval", data);
      }
      case "applied", "failed" -> {
        about(row, data);
        put(data, "error", row.getString("error"));
        yield new Stored(place, "change." + state, data);
      }
      default -> {
        data.put("state", state);
        put(data, "decidedBy", row.getString("decided_by"));
        put(data, "reason", row.getString("reason"));
        yield new Stored(place, "change.decided", data);
      }
    };
  }

  private static List<String> words(String names) {
    return Arrays.asList(names.split(" "));
  }

  private static void about(ResultSet row, Map<String, Object> data) throws SQLException {
    data.put("kind", row.getString("kind"));
    data.put("agentGroupId", row.getString("agent_group_id"));
  }

  private static void put(Map<String, Object> data, String name, @Nullable String value) {
    if (value != null) {
      data.put(name, value);
    }
  }
}
