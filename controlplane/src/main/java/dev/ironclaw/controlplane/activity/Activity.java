package dev.ironclaw.controlplane.activity;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.AuditQuery;
import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.gateway.Gateway;
import dev.ironclaw.controlplane.queue.MessageCounts;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what happened, hour by hour. Hours that are over are counted once and remembered, so a face may ask after every
/// message.
///
/// Threading: any platform thread; one counts at a time.
public final class Activity {
  /// A week.
  public static final int MOST_HOURS = 7 * 24;

  private static final Logger LOG = LoggerFactory.getLogger(Activity.class);
  /// How long after its end an hour may still get something: model calls are recorded once a minute.
  private static final Duration LATE = Duration.ofMinutes(5);
  /// How long after the last message that came a conversation may still get an answer.
  private static final Duration ANSWERED = Duration.ofDays(1);
  private static final int MOST_SESSIONS = 1_000;
  private static final int MOST_CHANGES = 100_000;
  private static final int PAGE = 2_000;
  private static final int MOST_PAGES = 20;
  private static final Pattern CALLS = Pattern.compile("([0-9]{1,12}) calls? to .*");

  private final Registry registry;
  private final SessionQueues queues;
  private final AuditLog audit;
  private final Gateway gateway;
  private final Clock clock;
  private final NavigableMap<Instant, ActiveHour> over = new TreeMap<>();

  public Activity(Registry registry, SessionQueues queues, AuditLog audit, Gateway gateway, Clock clock) {
    this.registry = registry;
    this.queues = queues;
    this.audit = audit;
    this.gateway = gateway;
    this.clock = clock;
  }

  /// The hour of now and those before it, oldest first. Of more than 1,000 conversations those count that were active last.
  ///
  /// @param count 1 to [#MOST_HOURS]
  public synchronized List<ActiveHour> hours(int count) {
    Instant now = clock.instant();
    Instant current = now.truncatedTo(ChronoUnit.HOURS);
    Instant first = current.minus(count - 1L, ChronoUnit.HOURS);
    over.headMap(current.minus(MOST_HOURS, ChronoUnit.HOURS)).clear();
    // A clock that was put back.
    over.tailMap(current).clear();
    Instant from = first;
    while (over.containsKey(from)) {
      from = from.plus(1, ChronoUnit.HOURS);
    }
    NavigableMap<Instant, ActiveHour> counted = count(from, current);
    counted.headMap(now.minus(LATE).minus(1, ChronoUnit.HOURS), true).forEach(over::put);
    List<ActiveHour> hours = new ArrayList<>(over.subMap(first, from).values());
    hours.addAll(counted.values());
    return hours;
  }

  private NavigableMap<Instant, ActiveHour> count(Instant from, Instant last) {
    NavigableMap<Instant, ActiveHour> hours = new TreeMap<>();
    for (Instant hour = from; !hour.isAfter(last); hour = hour.plus(1, ChronoUnit.HOURS)) {
      hours.put(hour, ActiveHour.quiet(hour));
    }
    registry.sessions().stream().filter(session -> session.lastActive().isAfter(from.minus(ANSWERED)))
        .sorted(Comparator.comparing(Session::lastActive).reversed()).limit(MOST_SESSIONS)
        .forEach(session -> messages(session.id(), from)
            .forEach(sum -> add(hours, new ActiveHour(sum.hour(), sum.in(), sum.out(), 0, 0))));
    gateway.decidedFrom(from, MOST_CHANGES).forEach(at -> add(hours, new ActiveHour(hour(at), 0, 0, 0, 1)));
    modelCalls(hours, from);
    return hours;
  }

  private List<MessageCounts> messages(SessionId session, Instant from) {
    try {
      return queues.of(session).counts(from);
    } catch (IronclawException e) {
      // silent-ok: a conversation that can't be read must not hide the others' numbers; its own reader is told.
      LOG.warn("session={} step=count its messages can't be counted: {}", session, e.getMessage());
      return List.of();
    }
  }

  private void modelCalls(NavigableMap<Instant, ActiveHour> hours, Instant from) {
    AuditQuery query = new AuditQuery(Optional.of(from), Optional.empty(), Optional.empty(), Optional.of("model"),
        Optional.of("calls"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      List<AuditRecord> page = audit.search(query, PAGE);
      page.forEach(entry -> add(hours,
          new ActiveHour(hour(entry.time()), 0, 0, modelCalls(entry.event().detail()), 0)));
      if (page.size() < PAGE) {
        return;
      }
      query = query.page(Optional.of(page.getFirst().seq()));
    }
  }

  /// How many model calls an audit entry tells of.
  public static long modelCalls(String detail) {
    Matcher words = CALLS.matcher(detail);
    return words.matches() ? Long.parseLong(words.group(1)) : 0;
  }

  private static Instant hour(Instant time) {
    return time.truncatedTo(ChronoUnit.HOURS);
  }

  private static void add(NavigableMap<Instant, ActiveHour> hours, ActiveHour more) {
    hours.computeIfPresent(more.start(), (_, sum) -> sum.plus(more));
  }
}
