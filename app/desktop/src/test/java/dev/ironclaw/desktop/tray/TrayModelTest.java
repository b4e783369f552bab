package dev.ironclaw.desktop.tray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.tray.TrayFacts.Session;
import dev.ironclaw.desktop.tray.TrayFacts.Waiting;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrayModelTest {
  private static final Waiting CARD = new Waiting("chg_1", "Give Researcher: read_file", "green");
  private static final Session BUSY = new Session("sess_1", "Researcher in Home", true);
  private static final Session QUIET = new Session("sess_2", "Writer in Home", false);
  private static final String POSTURE = "gVisor on systrap, no network";

  private final TrayModel model = new TrayModel(Desk.TEXTS);

  private static TrayFacts facts(boolean connected, boolean paused, boolean degraded, List<Waiting> waiting,
      Session... sessions) {
    return new TrayFacts(connected, paused, waiting, List.of(), List.of(sessions), POSTURE, degraded);
  }

  @Test
  void showsTheMostPressingState() {
    record Row(TrayFacts facts, TrayState state, String sentence) {}
    List.of(
        new Row(facts(true, false, false, List.of()), new TrayState.Idle(), "Nothing runs"),
        new Row(facts(true, false, false, List.of(), QUIET), new TrayState.Idle(), "Nothing runs"),
        new Row(facts(true, false, false, List.of(), QUIET, BUSY), new TrayState.Working(), "Agents are working"),
        new Row(facts(true, true, false, List.of(), BUSY), new TrayState.Idle(),
            "Everything is paused. Nothing runs"),
        new Row(facts(true, false, true, List.of(), BUSY), new TrayState.Degraded(),
            "Weaker than it should be: " + POSTURE),
        new Row(facts(true, false, true, List.of(CARD), BUSY), new TrayState.NeedsYou(1),
            "1 change waits for your decision"),
        new Row(facts(true, true, false, List.of(CARD, CARD)), new TrayState.NeedsYou(2),
            "Everything is paused. 2 changes wait for your decision"),
        new Row(facts(false, true, true, List.of(CARD), BUSY), new TrayState.Disconnected(),
            "No connection to the control plane"))
        .forEach(row -> {
          assertThat(model.state(row.facts)).as(row.sentence).isEqualTo(row.state);
          assertThat(model.menu(row.facts).sentence()).isEqualTo(row.sentence);
        });
  }

  /// A menu as a person reads it: `-` a line, `#` words only, `~` disabled, `>` a submenu.
  private static List<String> read(List<TrayEntry> entries) {
    return entries.stream().map(entry -> switch (entry) {
      case TrayEntry.Separator _ -> "-";
      case TrayEntry.Info info -> "# " + info.text();
      case TrayEntry.Submenu submenu -> "> " + submenu.text() + " " + read(submenu.entries());
      case TrayEntry.Action action -> (action.enabled() ? "" : "~ ") + action.text() + " = " + action.action();
    }).toList();
  }

  private List<String> menu(TrayFacts facts) {
    return read(model.menu(facts).entries());
  }

  @Test
  void listsWhatWaitsWhatRunsAndWhatCanBeDone() {
    assertThat(menu(facts(true, false, false, List.of(CARD, new Waiting("chg_2", "Mount papers", "red")), BUSY, QUIET)))
        .containsExactly("Open IronClaw = Open[]", "-", "# 2 changes wait for your decision",
            "Give Researcher: read_file · Green = OpenCard[changeId=chg_1]",
            "Mount papers · Red = OpenCard[changeId=chg_2]",
            "> Conversations [Researcher in Home (working) = OpenSession[sessionId=sess_1], "
                + "Writer in Home = OpenSession[sessionId=sess_2]]",
            "-", POSTURE + " = OpenPosture[]", "Pause everything = PauseAll[]", "-", "Quit = Quit[]");
    assertThat(menu(facts(true, true, true, List.of())))
        .containsExactly("Open IronClaw = Open[]", "-", "# Nothing waits for your decision", "-",
            "Weaker than it should be: " + POSTURE + " = OpenPosture[]", "Go on… = GoOn[]", "-", "Quit = Quit[]");
  }

  @Test
  void questionsCountAsWhatWaitsAndLeadToWhereTheyAre() {
    TrayFacts.Asking which = new TrayFacts.Asking("chat", "ada", "Question: Which?");
    TrayFacts both = new TrayFacts(true, false, List.of(CARD), List.of(which), List.of(BUSY), POSTURE, false);
    assertThat(model.state(both)).isEqualTo(new TrayState.NeedsYou(2));
    assertThat(model.menu(both).sentence()).isEqualTo("2 things wait for you");
    assertThat(menu(both)).contains("# 1 change waits for your decision", "# 1 question or notice waits for you",
        "Question: Which? = OpenAsk[screen=chat, item=ada]");
    TrayFacts many = new TrayFacts(true, false, List.of(), java.util.Collections.nCopies(7, which), List.of(), POSTURE,
        false);
    assertThat(menu(many)).contains("# 7 questions and notices wait for you", "And 2 more… = OpenHome[]")
        .doesNotContain("# Nothing waits for your decision");
  }

  @Test
  void offersNothingThatNeedsAConnectionWhereThereIsNone() {
    assertThat(menu(facts(false, false, false, List.of(CARD), BUSY)))
        .containsExactly("Open IronClaw = Open[]", "-", "# No connection to the control plane", "-",
            "~ Pause everything = PauseAll[]", "-", "Quit = Quit[]");
  }

  @Test
  void staysShortHoweverMuchThereIs() {
    List<Waiting> many = IntStream.range(0, 12)
        .mapToObj(n -> new Waiting("chg_" + n, "Change " + n, "amber")).toList();
    Session[] sessions = IntStream.range(0, 9).mapToObj(n -> new Session("sess_" + n, "Talk " + n, false))
        .toArray(Session[]::new);
    List<String> menu = menu(facts(true, false, false, many, sessions));
    assertThat(menu).hasSize(15).contains("Change 4 · Amber = OpenCard[changeId=chg_4]", "And 7 more… = OpenInbox[]")
        .noneMatch(line -> line.contains("Change 5")).noneMatch(line -> line.contains("Talk 3"));
  }

  @Test
  void showsWhatHidesInTheWordsOfOthersAndCountsAnUnknownRiskAsRed() {
    List<String> menu = menu(facts(true, false, false,
        List.of(new Waiting("chg_1", "Give \u202emoor\nQuit", "harmless"),
            new Waiting("chg_2", "x".repeat(500), "red")),
        new Session("sess_1", "a\u200bb", false)));
    assertThat(menu).contains("Give ⟨U+202E⟩moor⟨U+000A⟩Quit · Red = OpenCard[changeId=chg_1]")
        .contains("x".repeat(64) + "… · Red = OpenCard[changeId=chg_2]")
        .anyMatch(line -> line.contains("a⟨U+200B⟩b"));
  }
}
