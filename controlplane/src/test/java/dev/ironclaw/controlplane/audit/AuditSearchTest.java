package dev.ironclaw.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditSearchTest {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  @TempDir
  Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private LogFolder log;

  @BeforeEach
  void open() {
    InstantSource source = now::get;
    log = LogFolder.open(folder, source.withZone(ZoneOffset.UTC), AuditSettings.DEFAULT
        .withAgents((_, event) -> Optional.of(event.subject()).filter("chg_7"::equals).map(_ -> "researcher")),
        LogFile::onDisk);
  }

  @AfterEach
  void close() {
    log.close();
  }

  private void add(String subject, String kind, String actor, String detail) {
    log.audit.record(new AuditEvent("submit", subject, kind, actor, detail));
  }

  private List<Long> find(AuditQuery query) {
    return log.audit.search(query, 100).stream().map(AuditRecord::seq).toList();
  }

  private static AuditQuery text(String words) {
    return query("text", words);
  }

  private static AuditQuery query(String field, String value) {
    Optional<String> given = Optional.of(value);
    Optional<String> none = Optional.empty();
    return new AuditQuery(Optional.empty(), Optional.empty(), field.equals("agent") ? given : none,
        field.equals("stage") ? given : none, field.equals("kind") ? given : none,
        field.equals("subject") ? given : none, field.equals("actor") ? given : none,
        field.equals("text") ? given : none, Optional.empty());
  }

  private static AuditQuery times(Instant from, Instant to) {
    return new AuditQuery(Optional.of(from), Optional.of(to), Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Test
  void findsByEachFieldAndByWords() {
    add("chg_7", "persona", "local", "for mock-agent at revision 1");
    add("chg_8", "enabled_tools", "sandbox:ses_1", "for dev-agent at revision 2");
    assertThat(find(query("agent", "researcher"))).containsExactly(1L);
    assertThat(find(query("stage", "submit"))).containsExactly(1L, 2L);
    assertThat(find(query("kind", "persona"))).containsExactly(1L);
    assertThat(find(query("subject", "chg_8"))).containsExactly(2L);
    assertThat(find(query("actor", "local"))).containsExactly(1L);
    assertThat(find(text("revision dev-agent"))).containsExactly(2L);
    assertThat(find(text("REVISION"))).containsExactly(1L, 2L);
    assertThat(find(text("revis*"))).containsExactly(1L, 2L);
    assertThat(find(text("revis"))).isEmpty();
    assertThat(find(text("chg_8"))).containsExactly(2L);
    assertThat(find(query("kind", "persona' OR '1'='1"))).isEmpty();
  }

  @Test
  void wordsAreNeverOperators() {
    add("chg_7", "persona", "local", "one \"two\" NEAR three");
    assertThat(find(text("\"two\" NEAR"))).containsExactly(1L);
    assertThat(find(text("one OR nothing"))).isEmpty();
    assertThat(find(text("detail:one"))).isEmpty();
    assertThat(find(text("NOT three) AND (x"))).isEmpty();
    assertThatThrownBy(() -> find(text("- * \" "))).isInstanceOf(IronclawException.class);
    assertThatThrownBy(() -> find(text("x ".repeat(17)))).isInstanceOf(IronclawException.class);
  }

  @Test
  void findsByTimeAlsoWhereTheClockWasPutBack() {
    Random random = new Random(7);
    List<Instant> times = Stream.generate(() -> START.plusSeconds(random.nextInt(600))).limit(120).toList();
    for (Instant time : times) {
      now.set(time);
      add("chg_1", "persona", "local", "x");
    }
    for (int round = 0; round < 60; round++) {
      Instant from = START.plusSeconds(random.nextInt(600));
      Instant to = from.plusSeconds(random.nextInt(300));
      List<Long> expected = log.audit.newest(200).stream()
          .filter(entry -> !entry.time().isBefore(from) && entry.time().isBefore(to)).map(AuditRecord::seq).toList();
      assertThat(log.audit.search(times(from, to), 200).stream().map(AuditRecord::seq)).as(from + " to " + to)
          .isEqualTo(expected);
      assertThat(log.audit.count(times(from, to))).isEqualTo(expected.size());
    }
  }

  @Test
  void goesBackPageByPageAndFindsWhatWasJustRecorded() {
    for (int i = 1; i <= 1_300; i++) {
      int number = i;
      log.audit.<Boolean>write(transaction -> {
        transaction
            .audit(new AuditEvent("submit", "chg_" + number, number % 2 == 0 ? "even" : "odd", "local", "w" + number));
        return true;
      });
    }
    Optional<Long> before = Optional.empty();
    int found = 0;
    for (List<AuditRecord> page = page(before); !page.isEmpty(); page = page(before)) {
      assertThat(page).extracting(entry -> entry.event().kind()).containsOnly("even");
      found += page.size();
      before = Optional.of(page.getFirst().seq());
    }
    assertThat(found).isEqualTo(650);
    assertThat(log.audit.searchAfter(query("kind", "odd"), 1_290, 100)).extracting(AuditRecord::seq).isSorted()
        .allMatch(seq -> seq > 1_290).isNotEmpty();
    add("chg_1", "persona", "local", "brandnew");
    assertThat(find(text("brandnew"))).hasSize(1);
  }

  private List<AuditRecord> page(Optional<Long> before) {
    return log.audit.search(query("kind", "even").page(before), 97);
  }

  @Test
  void theIndexFollowsALogThatGrewWithoutIt() {
    add("chg_1", "persona", "local", "before");
    log.close();
    open();
    assertThat(find(text("before"))).containsExactly(1L);
  }

  @Test
  void whoeverWatchesIsToldOfTheNewestEntrySoonAndOnceForMany() throws Exception {
    log.close();
    BlockingQueue<Long> told = new LinkedBlockingQueue<>();
    log = LogFolder.open(folder, AuditSettings.DEFAULT.withAppended(told::add));
    add("chg_1", "persona", "local", "one");
    add("chg_2", "persona", "local", "two");
    log.audit.recordBestEffort(new AuditEvent("submit", "chg_3", "persona", "local", "three"));
    long newest = find(AuditQuery.ALL).getLast();
    Long last = told.poll(60, TimeUnit.SECONDS);
    while (last != null && last < newest) {
      last = told.poll(60, TimeUnit.SECONDS);
    }
    assertThat(last).isEqualTo(newest);
  }
}
