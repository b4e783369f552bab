package dev.ironclaw.controlplane.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Budget;
import dev.ironclaw.controlplane.registry.Budget.Limit;
import dev.ironclaw.controlplane.registry.Budget.Span;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.InMemory;
import dev.ironclaw.controlplane.testing.StateFolder;
import dev.ironclaw.controlplane.usage.BudgetQuestion.Answer;
import dev.ironclaw.controlplane.usage.BudgetQuestion.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BudgetQuestionsTest {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");
  private static final SessionId SESSION = new SessionId("ses_0123456789abcdef");
  private static final ModelChoice MOCK = new ModelChoice("mock", "mock-1");
  private static final Principal.Operator ALICE = new Principal.Operator("alice");

  @TempDir(factory = InMemory.class)
  private Path folder;
  private final FakeClock clock = new FakeClock();
  private final List<Runnable> alarms = new ArrayList<>();
  private StateFolder files;
  private EventHub hub;
  private BudgetQuestions questions;
  private Meter meter;

  @BeforeEach
  void open() {
    files = new StateFolder(folder, clock);
    files.state.write(connection -> files.registry.createAgentGroup(connection, new AgentGroup(ANNA, 1, "Anna", "anna",
        "mock", "mock-1", BoxConfig.Persona.EMPTY, List.of())));
    budget(Map.of(Span.TOKENS_PER_DAY, hard(1_000)));
    begin();
  }

  private void begin() {
    hub = new EventHub(new Random(1));
    questions = new BudgetQuestions(new StateLedger(files.state, files.audit), files.registry, hub, (_, task) -> {
      alarms.add(task);
      return () -> alarms.remove(task);
    }, clock, new Random(2));
    meter = new Meter(files.state, agent -> files.registry.agentGroup(agent).orElseThrow().budget(), Prices.load(),
        new UsageListener() {
          @Override
          public void reached(Reached reached) {
            questions.look();
          }
        }, clock, new Random(3));
  }

  @AfterEach
  void close() {
    meter.close();
    questions.close();
    hub.close();
    files.close();
  }

  private static Limit hard(long most) {
    return new Limit(Optional.empty(), Optional.of(most));
  }

  private void budget(Map<Span, Limit> limits) {
    AgentGroup anna = files.registry.agentGroup(ANNA).orElseThrow();
    files.state.write(connection -> {
      return files.registry.replaceAgentGroup(connection,
          anna.withBudget(new Budget(limits)).withRevision(anna.revision() + 1));
    });
  }

  private void spend(long tokens) {
    meter.end(meter.begin(ANNA, SESSION, MOCK, new Bound(1, 1)),
        new Ended(Optional.of(new Tokens(0, 0, 0, tokens)), true, Tokens.NONE, true, false));
    meter.states(ANNA);
    ring();
  }

  private void ring() {
    List.copyOf(alarms).forEach(alarm -> {
      alarms.remove(alarm);
      alarm.run();
    });
  }

  private BudgetQuestion only() {
    assertThat(questions.list(0)).hasSize(1);
    return questions.list(0).getFirst();
  }

  private List<String> audited() {
    return files.audit.newest(100).stream().map(record -> record.event().detail()).toList();
  }

  @Test
  void asksOnceForAnAgentAndADayAndLetsItGoOnMeanwhile() {
    spend(799);
    assertThat(questions.list(0)).isEmpty();
    spend(1);
    BudgetQuestion question = only();
    assertThat(BudgetWords.question(question, "Anna")).isEqualTo("Anna has used 80 % of its budget of 2026-01-02, 800 "
        + "tokens of 1,000 tokens. May it go on up to 1,000 tokens, or stop until 2026-01-03 at 00:00 UTC?");
    for (int i = 0; i < 20; i++) {
      spend(1);
      questions.look();
      ring();
    }
    assertThat(only()).isEqualTo(question);

    questions.answer(question.id(), Answer.GO_ON, ALICE);
    spend(1);
    assertThat(questions.list(0)).isEmpty();
    assertThat(questions.list(9)).extracting(BudgetQuestion::id).containsExactly(question.id());
  }

  @Test
  void stopsTheNextCallUntilTheDayIsOverOrSomebodyLetsItGoOn() {
    spend(900);
    String id = only().id();
    questions.answer(id, Answer.STOP, ALICE);

    assertThatThrownBy(() -> spend(1)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED)).hasMessageContaining("a person stopped this agent")
        .hasMessageContaining("until 2026-01-03").hasMessageContaining("ironctl budget answer " + id + " go-on");
    assertThat(only().stops(clock.instant())).as("shown as long as it stops").isTrue();

    questions.answer(id, Answer.GO_ON, ALICE);
    spend(1);
    questions.answer(id, Answer.STOP, ALICE);
    clock.set(Instant.parse("2026-01-03T00:00:00Z"));
    spend(1);
    assertThat(questions.list(0)).as("a new day").isEmpty();
  }

  @Test
  void asksForTheMonthApartFromTheDay() {
    budget(Map.of(Span.TOKENS_PER_DAY, hard(1_000), Span.TOKENS_PER_MONTH, hard(2_000)));
    spend(900);
    assertThat(only().period()).isEqualTo("2026-01-02");
    clock.advance(Duration.ofDays(1));
    spend(900);
    assertThat(questions.list(0)).extracting(BudgetQuestion::period).containsExactly("2026-01-03", "2026-01");
    assertThat(questions.list(9)).extracting(BudgetQuestion::state).contains(State.EXPIRED);
    String month = questions.list(0).getLast().id();
    questions.answer(month, Answer.STOP, ALICE);
    clock.advance(Duration.ofDays(1));
    assertThatThrownBy(() -> spend(1)).hasMessageContaining("until 2026-02-01");
  }

  private void limit(long hard) {
    budget(Map.of(Span.TOKENS_PER_DAY, hard(hard)));
    questions.look();
    ring();
  }

  private void conflicts(String id, Answer answer) {
    assertThatThrownBy(() -> questions.answer(id, answer, ALICE)).isInstanceOfSatisfying(
        IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
  }

  @Test
  void isWithdrawnWhereTheLimitIsRaisedAndAskedAnewAtTheNextOne() {
    spend(900);
    String first = only().id();
    limit(2_000);
    assertThat(questions.list(9)).extracting(BudgetQuestion::state).containsExactly(State.WITHDRAWN);
    spend(800);
    String second = only().id();
    assertThat(second).isNotEqualTo(first);
    conflicts(first, Answer.STOP);

    budget(Map.of(Span.TOKENS_PER_DAY, new Limit(Optional.of(1_500L), Optional.empty())));
    questions.look();
    ring();
    assertThat(BudgetWords.question(only(), "Anna")).contains("told from 1,500 tokens on");
    budget(Map.of());
    questions.look();
    ring();
    assertThat(questions.list(0)).as("no limit any more").isEmpty();
  }

  @Test
  void neverSaysALimitThatHoldsNoLonger() {
    spend(950);
    String first = only().id();
    limit(1_100);
    BudgetQuestion anew = only();
    assertThat(anew.id()).isNotEqualTo(first);
    assertThat(BudgetWords.question(anew, "Anna")).contains("950 tokens of 1,100 tokens", "go on up to 1,100 tokens");
    conflicts(first, Answer.GO_ON);

    questions.answer(anew.id(), Answer.GO_ON, ALICE);
    questions.look();
    ring();
    assertThat(questions.list(0)).as("answered, and nothing changed").isEmpty();
    limit(1_050);
    assertThat(BudgetWords.question(only(), "Anna")).as("a yes to another limit").contains("up to 1,050 tokens");

    String old = only().id();
    budget(Map.of(Span.TOKENS_PER_DAY, hard(1_150)));
    conflicts(old, Answer.GO_ON);
    questions.answer(old, Answer.STOP, ALICE);
    assertThat(only().stops(clock.instant())).as("a brake needs no right words").isTrue();
  }

  @Test
  void asksAnewWhereTheHardLimitAloneChanged() {
    budget(Map.of(Span.TOKENS_PER_DAY, new Limit(Optional.of(800L), Optional.of(1_000L))));
    spend(900);
    budget(Map.of(Span.TOKENS_PER_DAY, new Limit(Optional.of(800L), Optional.of(3_000L))));
    questions.look();
    ring();
    assertThat(BudgetWords.question(only(), "Anna")).contains("30 % of its budget", "go on up to 3,000 tokens");
  }

  @Test
  void noChangeOfTheBudgetEndsAStop() {
    spend(900);
    String id = only().id();
    questions.answer(id, Answer.STOP, ALICE);
    limit(2_000);
    assertThat(only().stops(clock.instant())).isTrue();
    assertThat(BudgetWords.question(only(), "Anna")).contains("45 % of its budget", "go on up to 2,000 tokens");
    assertThat(audited()).filteredOn(line -> line.contains("45 % of its budget")).hasSize(1);
    assertThatThrownBy(() -> spend(1)).hasMessageContaining("a person stopped this agent");

    budget(Map.of());
    questions.look();
    ring();
    assertThat(BudgetWords.question(only(), "Anna")).doesNotContain("up to");
    assertThat(files.state.<Optional<BudgetQuestion>>read(connection -> new BudgetQuestionStore().stop(connection, ANNA,
        "2026-01-02", "2026-01"))).isPresent();

    limit(2_000);
    questions.answer(id, Answer.GO_ON, ALICE);
    spend(800);
    assertThat(questions.list(0)).as("a yes to this limit").isEmpty();
    limit(2_100);
    assertThat(only().id()).isNotEqualTo(id);
  }

  @Test
  void ofAnAgentThatIsGoneNobodyIsAsked() {
    spend(900);
    questions.answer(only().id(), Answer.STOP, ALICE);
    files.state.write(connection -> {
      return files.registry.removeAgentGroup(connection, ANNA);
    });
    questions.look();
    ring();
    assertThat(questions.list(9)).extracting(BudgetQuestion::state).containsExactly(State.WITHDRAWN);
  }

  @Test
  void asksAfterARestartWhatACrashLeftUnasked() {
    meter.end(meter.begin(ANNA, SESSION, MOCK, new Bound(1, 1)),
        new Ended(Optional.of(new Tokens(0, 0, 0, 900)), true, Tokens.NONE, true, false));
    meter.states(ANNA);
    alarms.clear();
    assertThat(questions.list(0)).isEmpty();
    meter.close();
    hub.close();
    begin();
    questions.look();
    ring();
    assertThat(only().used()).isEqualTo(900);
  }

  @Test
  void endsWithItsDayAndSaysWhoDecidedWhat() {
    spend(900);
    String id = only().id();
    questions.answer(id, Answer.GO_ON, ALICE);
    questions.answer(id, Answer.GO_ON, ALICE);
    assertThat(audited()).filteredOn(line -> line.contains(id)).as("the same again is the same").hasSize(2);
    assertThat(files.audit.newest(100)).extracting(record -> record.event().actor()).contains("operator:alice");

    clock.set(Instant.parse("2026-01-03T00:00:00Z"));
    assertThatThrownBy(() -> questions.answer(id, Answer.STOP, ALICE)).isInstanceOfSatisfying(
        IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    assertThatThrownBy(() -> questions.answer("bdg_0", Answer.STOP, ALICE)).isInstanceOfSatisfying(
        IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }
}
