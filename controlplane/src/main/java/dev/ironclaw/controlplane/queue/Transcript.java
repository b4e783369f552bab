package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.controlplane.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Both sides of a conversation in one order: a person's row stands at its arrival, the agent's at its delivery. Both
/// times lie in `inbound.db` and rise strictly, so whoever reads on after the last row that they saw misses none.
final class Transcript {
  private static final String PAGE = """
      SELECT 0, id, timestamp FROM messages_in WHERE kind = 'chat' AND timestamp > ?1
      UNION ALL
      SELECT 1, message_out_id, delivered_at FROM delivered WHERE status = 'delivered' AND delivered_at > ?1
      ORDER BY 3 LIMIT ?2""";
  private static final String PAGE_BACK = """
      SELECT 0, id, timestamp FROM messages_in WHERE kind = 'chat' AND timestamp < ?1
      UNION ALL
      SELECT 1, message_out_id, delivered_at FROM delivered WHERE status = 'delivered' AND delivered_at < ?1
      ORDER BY 3 DESC LIMIT ?2""";
  /// Above every time.
  private static final String END = "~";
  /// Of the rows that a page shows, and of those the person's: no row of a box can take its place.
  private static final String POSITION = """
      SELECT 0, timestamp FROM messages_in WHERE id = ?1 AND kind = 'chat'
      UNION ALL
      SELECT 1, delivered_at FROM delivered WHERE message_out_id = ?1 AND status = 'delivered'
      ORDER BY 1 LIMIT 1""";

  /// Times are of fixed width: the first 13 characters are the hour.
  private static final String COUNTS = """
      SELECT substr(at, 1, 13), sum(agent = 0), sum(agent = 1) FROM (
        SELECT 0 AS agent, timestamp AS at FROM messages_in WHERE kind = 'chat' AND timestamp >= ?1
        UNION ALL
        SELECT 1, delivered_at FROM delivered WHERE status = 'delivered' AND delivered_at >= ?1)
      GROUP BY 1 ORDER BY 1""";

  private static final int AT_ONCE = 32;
  private static final int MOST_BYTES_OF_CHAR = 4;

  private final Database inbound;
  private final Database outbound;
  private final JsonMapper json = JsonMapper.builder().build();

  Transcript(Database inbound, Database outbound) {
    this.inbound = inbound;
    this.outbound = outbound;
  }

  private record Place(boolean fromAgent, MessageId id, String time) {}

  List<TranscriptRow> after(Optional<MessageId> id, int limit) {
    return read(PAGE, id.flatMap(this::position).orElse(""), limit, this::rows);
  }

  /// Rows before that time, newest first.
  List<TranscriptRow> before(Optional<Instant> time, int limit) {
    return read(PAGE_BACK, time.map(QueueClock::text).orElse(END), limit, this::rows);
  }

  /// The same, of each row the beginning alone: a page of them is small whatever was said.
  ///
  /// @param chars how much of it, at least; a row that is longer has more than that
  List<TranscriptRow> headsBefore(Optional<Instant> time, int limit, int chars) {
    return read(PAGE_BACK, time.map(QueueClock::text).orElse(END), limit, places -> heads(places, chars));
  }

  /// When that row of the conversation happened.
  Optional<Instant> time(MessageId id) {
    return position(id).map(Instant::parse);
  }

  private List<TranscriptRow> read(String query, String start, int limit,
      Function<List<Place>, List<TranscriptRow>> rows) {
    String from = start;
    List<TranscriptRow> read = new ArrayList<>();
    while (read.size() < limit) {
      String now = from;
      int wanted = limit - read.size();
      List<Place> places = inbound.read(connection -> page(connection, query, now, wanted));
      if (places.isEmpty()) {
        break;
      }
      read.addAll(rows.apply(places));
      from = places.getLast().time();
    }
    return read;
  }

  /// Hours without a message are left out.
  List<MessageCounts> counts(Instant from) {
    return inbound.read(connection -> {
      try (PreparedStatement select = connection.prepareStatement(COUNTS)) {
        select.setString(1, QueueClock.text(from));
        try (ResultSet row = select.executeQuery()) {
          List<MessageCounts> counts = new ArrayList<>();
          while (row.next()) {
            counts.add(new MessageCounts(Instant.parse(row.getString(1) + ":00:00Z"), row.getLong(2), row.getLong(3)));
          }
          return counts;
        }
      }
    });
  }

  /// A few at a time, because a person's words lie in a document that has to be read whole.
  private List<TranscriptRow> heads(List<Place> places, int chars) {
    List<TranscriptRow> heads = new ArrayList<>();
    for (int from = 0; from < places.size(); from += AT_ONCE) {
      rows(places.subList(from, Math.min(from + AT_ONCE, places.size())),
          (connection, id) -> OutboundTable.headById(connection, id, MOST_BYTES_OF_CHAR * (chars + 1)))
          .forEach(row -> heads.add(row.head(chars + 1)));
    }
    return heads;
  }

  private List<TranscriptRow> rows(List<Place> places) {
    return rows(places, OutboundTable::byId);
  }

  private interface Outbound {
    Optional<OutboundRow> byId(Connection connection, MessageId id) throws SQLException;
  }

  /// One read of each file for all of them.
  private List<TranscriptRow> rows(List<Place> places, Outbound source) {
    Map<MessageId, TranscriptRow> agent = outbound.read(connection -> {
      Map<MessageId, TranscriptRow> found = new HashMap<>();
      for (Place place : places) {
        if (place.fromAgent()) {
          source.byId(connection, place.id()).flatMap(row -> agentRow(place, row.message()))
              .ifPresent(row -> found.put(place.id(), row));
        }
      }
      return found;
    });
    return inbound.read(connection -> {
      List<TranscriptRow> found = new ArrayList<>();
      for (Place place : places) {
        if (place.fromAgent()) {
          Optional.ofNullable(agent.get(place.id())).ifPresent(found::add);
        } else {
          InboundTable.byId(connection, place.id()).map(this::personRow).ifPresent(found::add);
        }
      }
      return found;
    });
  }

  private Optional<String> position(MessageId id) {
    return inbound.read(connection -> {
      try (PreparedStatement select = connection.prepareStatement(POSITION)) {
        select.setString(1, id.value());
        try (ResultSet row = select.executeQuery()) {
          return row.next() ? Optional.of(row.getString(2)) : Optional.empty();
        }
      }
    });
  }

  private static List<Place> page(Connection connection, String query, String from, int limit) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, from);
      select.setInt(2, limit);
      try (ResultSet row = select.executeQuery()) {
        List<Place> places = new ArrayList<>();
        while (row.next()) {
          places.add(new Place(row.getInt(1) == 1, new MessageId(row.getString(2)), row.getString(3)));
        }
        return places;
      }
    }
  }

  private static Optional<TranscriptRow> agentRow(Place place, MessageOut message) {
    return Optional.of(message).filter(row -> row.kind() == MessageKind.CHAT)
        .map(row -> new TranscriptRow(row.id(), true, row.inReplyTo(), Instant.parse(place.time()),
            row.channelType(), row.platformId(), row.threadId(), Optional.empty(), row.content()));
  }

  private TranscriptRow personRow(MessageIn row) {
    Optional<JsonNode> content = parsed(row.content());
    String text = content.map(node -> node.path("text").asString("")).orElse(row.content());
    Optional<String> sender = content.flatMap(node -> node.path("sender").path("id").asStringOpt());
    return new TranscriptRow(row.id(), false, Optional.empty(), row.timestamp(), row.channelType(), row.platformId(),
        row.threadId(), sender, text);
  }

  private Optional<JsonNode> parsed(String content) {
    try {
      return Optional.of(json.readTree(content)).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
