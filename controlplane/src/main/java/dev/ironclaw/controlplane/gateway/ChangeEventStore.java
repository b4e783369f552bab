package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.event.StoredEvents.Place;
import dev.ironclaw.controlplane.event.StoredEvents.Stored;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table `change_events`, which triggers write. Needs `db/state/V015__change_events.sql`.
final class ChangeEventStore {
  static final String APPROVAL = "change.approval";
  static final String APPROVED_BY = "approvedBy";

  Place newest(Connection connection) throws SQLException {
    try (PreparedStatement select = connection
        .prepareStatement("SELECT number, mark FROM change_events ORDER BY number DESC LIMIT 1");
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? new Place(rows.getLong(1), rows.getString(2)) : Place.START;
    }
  }

  /// Empty where that place is not known. An approval has in [#APPROVED_BY] whoever had approved when it was given.
  Optional<List<Stored>> after(Connection connection, Place place) throws SQLException {
    return isKnown(connection, place) ? Optional.of(rowsAfter(connection, place.number())) : Optional.empty();
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

  private static List<Stored> rowsAfter(Connection connection, long number) throws SQLException {
    List<Stored> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement("""
        SELECT e.*, c.kind, c.agent_group_id, json_extract(c.card_json, '$.title') AS title,
          json_extract(c.card_json, '$.risk') AS risk, json_extract(c.card_json, '$.requestedBy') AS requested_by
        FROM change_events e JOIN changes c ON c.id = e.change_id WHERE e.number > ? ORDER BY e.number""")) {
      select.setLong(1, number);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(read(rows));
        }
      }
    }
    return found;
  }

  private static Stored read(ResultSet row) throws SQLException {
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
        data.put(APPROVED_BY, List.of(row.getString("approved_by").split(" ")));
        yield new Stored(place, APPROVAL, data);
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
