package dev.ironclaw.controlplane.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.store.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// The table `sessions`. A session never changes its place, so a row once read is kept in memory. When it was last
/// active is kept in memory too and written with the next new session or by [#flush]: a message must not cost a second
/// durable commit, and after a crash only the order of a list is a little old.
///
/// Threading: any thread; two callers that resolve the same place at once get the same session (unique index).
final class SessionStore {
  private static final String SELECT = "SELECT id, agent_group, messaging_group, thread_id, created_at, last_active FROM sessions ";

  private final Database state;
  private final Clock clock;
  private final RandomGenerator random;
  private final Cache<Key, Session> byKey = Caffeine.newBuilder().maximumSize(10_000).build();
  private final Cache<SessionId, Session> byId = Caffeine.newBuilder().maximumSize(10_000).build();
  private final Map<SessionId, Instant> touched = new ConcurrentHashMap<>();
  private final Set<SessionId> sticky = ConcurrentHashMap.newKeySet();

  SessionStore(Database state, Clock clock, RandomGenerator random) {
    this.state = state;
    this.clock = clock;
    this.random = random;
  }

  /// What tells sessions apart; empty text where a part means nothing in the mode.
  private record Key(String agentGroup, String messagingGroup, String threadId) {
    static Key of(AgentGroupId agentGroup, MessagingGroupId messagingGroup, Optional<String> threadId,
        SessionMode mode) {
      return switch (mode) {
        case SHARED -> new Key(agentGroup.value(), messagingGroup.value(), "");
        case PER_THREAD -> new Key(agentGroup.value(), messagingGroup.value(), threadId.orElse(""));
        case AGENT_SHARED -> new Key(agentGroup.value(), "", "");
      };
    }
  }

  Session resolve(AgentGroupId agentGroup, MessagingGroupId messagingGroup, Optional<String> threadId,
      SessionMode mode) {
    Key key = Key.of(agentGroup, messagingGroup, threadId, mode);
    return find(key).orElseGet(() -> create(key));
  }

  Optional<Session> find(AgentGroupId agentGroup, MessagingGroupId messagingGroup, Optional<String> threadId,
      SessionMode mode) {
    return find(Key.of(agentGroup, messagingGroup, threadId, mode));
  }

  Optional<Session> find(SessionId id) {
    Session known = byId.getIfPresent(id);
    Optional<Session> found = known != null
        ? Optional.of(known)
        : state.read(connection -> one(connection, "WHERE id = ?", id.value()));
    return found.map(this::remember).map(this::withActivity);
  }

  /// Most recently active first.
  List<Session> all() {
    List<Session> found = state.read(connection -> {
      List<Session> rows = new ArrayList<>();
      try (var statement = connection.prepareStatement(SELECT); var result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(withActivity(read(result)));
        }
      }
      return rows;
    });
    found.sort(Comparator.comparing(Session::lastActive).reversed().thenComparing(session -> session.id().value()));
    return List.copyOf(found);
  }

  void touch(SessionId id) {
    touched.put(id, clock.instant());
  }

  /// It was removed.
  void forget(SessionId id) {
    byId.invalidate(id);
    byKey.asMap().values().removeIf(session -> session.id().equals(id));
    touched.remove(id);
    sticky.remove(id);
  }

  void flush() {
    if (!touched.isEmpty()) {
      state.write(connection -> {
        writeActivity(connection);
        return true;
      });
    }
  }

  /// Once true, true for good: so only the answer no is read again.
  boolean isSticky(SessionId id) {
    boolean is = sticky.contains(id) || state.read(connection -> {
      try (var statement = connection.prepareStatement("SELECT 1 FROM sessions WHERE id = ? AND sticky = 1")) {
        statement.setString(1, id.value());
        try (var rows = statement.executeQuery()) {
          return rows.next();
        }
      }
    });
    if (is) {
      sticky.add(id);
    }
    return is;
  }

  void makeSticky(SessionId id) {
    if (!isSticky(id)) {
      state.write(connection -> {
        try (var statement = connection.prepareStatement("UPDATE sessions SET sticky = 1 WHERE id = ?")) {
          statement.setString(1, id.value());
          return statement.executeUpdate();
        }
      });
      sticky.add(id);
    }
  }

  private Optional<Session> find(Key key) {
    Session known = byKey.getIfPresent(key);
    if (known != null) {
      return Optional.of(withActivity(known));
    }
    return state.read(connection -> one(connection, key)).map(this::remember).map(this::withActivity);
  }

  private Session create(Key key) {
    Instant now = clock.instant();
    Session created = state.write(connection -> {
      try (var statement = connection.prepareStatement("""
          INSERT INTO sessions (id, agent_group, messaging_group, thread_id, created_at, last_active)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (agent_group, messaging_group, thread_id) DO NOTHING""")) {
        statement.setString(1, "ses_" + HexFormat.of().toHexDigits(random.nextLong()));
        statement.setString(2, key.agentGroup());
        statement.setString(3, key.messagingGroup());
        statement.setString(4, key.threadId());
        statement.setLong(5, now.toEpochMilli());
        statement.setLong(6, now.toEpochMilli());
        statement.executeUpdate();
      }
      writeActivity(connection);
      return one(connection, key).orElseThrow();
    });
    return withActivity(remember(created));
  }

  private void writeActivity(Connection connection) throws SQLException {
    try (var statement = connection
        .prepareStatement("UPDATE sessions SET last_active = max(last_active, ?) WHERE id = ?")) {
      // Entries stay: only they are newer than what is cached, and a write that is undone must not lose them.
      for (var entry : touched.entrySet()) {
        statement.setLong(1, entry.getValue().toEpochMilli());
        statement.setString(2, entry.getKey().value());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private Session remember(Session session) {
    byId.put(session.id(), session);
    byKey.put(new Key(session.agentGroup().value(), session.messagingGroup().map(MessagingGroupId::value).orElse(""),
        session.threadId().orElse("")), session);
    return session;
  }

  private Session withActivity(Session session) {
    Instant active = touched.get(session.id());
    return active == null || !active.isAfter(session.lastActive())
        ? session
        : new Session(session.id(), session.agentGroup(), session.messagingGroup(), session.threadId(),
            session.createdAt(), active);
  }

  private static Optional<Session> one(Connection connection, Key key) throws SQLException {
    return one(connection, "WHERE agent_group = ? AND messaging_group = ? AND thread_id = ?", key.agentGroup(),
        key.messagingGroup(), key.threadId());
  }

  private static Optional<Session> one(Connection connection, String where, String... values) throws SQLException {
    try (var statement = connection.prepareStatement(SELECT + where)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (var rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(read(rows)) : Optional.empty();
      }
    }
  }

  private static Session read(ResultSet rows) throws SQLException {
    return new Session(new SessionId(rows.getString(1)), new AgentGroupId(rows.getString(2)),
        Optional.of(rows.getString(3)).filter(id -> !id.isEmpty()).map(MessagingGroupId::new),
        Optional.of(rows.getString(4)).filter(thread -> !thread.isEmpty()),
        Instant.ofEpochMilli(rows.getLong(5)), Instant.ofEpochMilli(rows.getLong(6)));
  }
}
