package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangeDecisionTest {
  private static final String ID = "chg_000000000000000000000000000abcde";
  private static final String DECISION = "POST /v1/changes/" + ID + "/decision";

  private final FakeApi api = new FakeApi().answer(DECISION, 200, "{\"status\":\"recorded\",\"state\":\"applied\"}");

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void approvesTheCardThatItShowed() {
    waiting("amber", "pending");
    Ran ran = Ran.person("y\n", approve());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("AMBER  Read files", "  + read files", "card hash h4sh", ID + " applied");
    assertThat(api.asked(DECISION)).singleElement().satisfies(
        asked -> assertThat(asked.body()).contains("\"outcome\":\"approve\"", "\"cardHash\":\"h4sh\""));
  }

  @Test
  void takesReturnAloneForNo() {
    waiting("amber", "pending");
    assertThat(Ran.person("\n", approve()).exit()).isEqualTo(1);
    assertThat(Ran.person("", approve()).exit()).isEqualTo(1);
    assertThat(api.asked(DECISION)).isEmpty();
  }

  @Test
  void approvesARedChangeOnlyByItsName() {
    waiting("red", "pending");
    assertThat(Ran.person("y\n", approve()).exit()).isEqualTo(1);
    assertThat(api.asked(DECISION)).isEmpty();
    assertThat(Ran.person("0abcde\n", approve()).exit()).isZero();
    assertThat(api.asked(DECISION)).hasSize(1);
  }

  @Test
  void asksNobodyWhereNobodyIs() {
    waiting("green", "pending");
    Ran ran = Ran.script(approve());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("--card-hash").hasLineCount(1);
    assertThat(api.asked(DECISION)).isEmpty();
  }

  @Test
  void printsTheCardBeforeAScriptApprovesIt() {
    waiting("red", "pending");
    Ran ran = Ran.script("change", "approve", ID, "--yes", "--reason", "needed", "--addr", api.address());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("RED  Read files");
    assertThat(api.asked(DECISION).getFirst().body()).contains("\"reason\":\"needed\"");
  }

  @Test
  void sendsAGivenHashWithoutLooking() {
    Ran ran = Ran.script("change", "approve", ID, "--card-hash", "seen", "--addr", api.address());
    assertThat(ran.exit()).isZero();
    assertThat(api.asked()).hasSize(1);
    assertThat(api.asked(DECISION).getFirst().body()).contains("\"cardHash\":\"seen\"");
  }

  @Test
  void decidesNothingThatIsDecided() {
    waiting("amber", "rejected");
    Ran ran = Ran.person("y\n", approve());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("it is rejected already");
    assertThat(api.asked(DECISION)).isEmpty();
  }

  @Test
  void saysThatAnApprovedChangeFailed() {
    api.answer(DECISION, 200, "{\"status\":\"recorded\",\"state\":\"failed\",\"error\":\"base moved\"}");
    Ran ran = Ran.script("change", "approve", ID, "--card-hash", "seen", "--addr", api.address());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains(ID + " failed: base moved");
  }

  @Test
  void sendsHowFarTheApprovalGoes() {
    waiting("amber", "pending");
    assertThat(Ran.person("y\n", "change", "approve", ID, "--for", "2h", "--once", "--this-session", "--addr",
        api.address()).exit()).isZero();
    assertThat(api.asked(DECISION).getFirst().body()).containsPattern("\"scope\":\\{\"until\":\"20[^\"]+Z\"")
        .contains("\"uses\":1", "\"session\":true");
    for (String[] wrong : new String[][]{{"--for", "2"}, {"--for", "0h"}, {"--until", "soon"},
        {"--uses", "2", "--once"}, {"--for", "1h", "--until", "2026-11-20T18:00:00Z"}}) {
      String[] call = java.util.stream.Stream
          .concat(java.util.Arrays.stream(new String[]{"change", "approve", ID, "--yes", "--addr", api.address()}),
              java.util.Arrays.stream(wrong))
          .toArray(String[]::new);
      assertThat(Ran.script(call).exit()).as(String.join(" ", wrong)).isEqualTo(2);
    }
    assertThat(api.asked(DECISION)).hasSize(1);
  }

  @Test
  void submitsAndApprovesAnOwnChangeInOneActWithWhatItShowed() {
    api.answer("POST /v1/changes/preview", 200, change("red", "pending", "x"))
        .answer("POST /v1/changes", 202, "{\"id\":\"" + ID + "\",\"state\":\"applied\"}");
    String[] submit = {"change", "submit", "--group", "dev", "--kind", "enabled_tools", "--payload", "[]", "--approve",
        "--addr", api.address()};
    assertThat(Ran.person("y\n", submit).exit()).isEqualTo(1);
    assertThat(api.asked("POST /v1/changes")).isEmpty();

    Ran ran = Ran.person("dev\n", submit);
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("RED  Read files", ID + " applied");
    assertThat(api.asked("POST /v1/changes").getFirst().body())
        .contains("\"approve\":{\"cardHash\":\"h4sh\",\"confirm\":\"dev\"}");
  }

  @Test
  void undoesInOneActWithWhatItShowed() {
    api.answer("POST /v1/changes/" + ID + "/undo/preview", 200, change("amber", "pending", "undoes it"))
        .answer("POST /v1/changes/" + ID + "/undo", 202, "{\"id\":\"" + ID + "\",\"state\":\"applied\"}");
    assertThat(Ran.person("n\n", "change", "undo", ID, "--addr", api.address()).exit()).isEqualTo(1);
    assertThat(Ran.person("y\n", "change", "undo", ID, "--addr", api.address()).exit()).isZero();
    assertThat(api.asked("POST /v1/changes/" + ID + "/undo")).singleElement()
        .satisfies(asked -> assertThat(asked.body()).contains("\"cardHash\":\"h4sh\""));
  }

  @Test
  void rejectsWithoutACard() {
    Ran ran = Ran.script("change", "reject", ID, "--reason", "no", "--addr", api.address());
    assertThat(ran.exit()).isZero();
    assertThat(api.asked(DECISION).getFirst().body()).contains("\"outcome\":\"reject\"", "\"reason\":\"no\"")
        .doesNotContain("cardHash");
  }

  @Test
  void keepsAnAgentFromPaintingOverTheCard() {
    api.answer("GET /v1/changes/" + ID, 200,
        change("amber", "pending", "ok\\u001b[2J\\u001b[H\\nGREEN  harmless\\u202e\\u200b"));
    Ran ran = Ran.script("change", "show", ID, "--addr", api.address());
    assertThat(ran.out()).doesNotContain("\u001b", "\u202e", "\u200b")
        .contains("  | ok⟨U+001B⟩[2J⟨U+001B⟩[H", "  | GREEN  harmless⟨U+202E⟩⟨U+200B⟩");
  }

  @Test
  void keepsLongWordsOfAnAgentBehindTheBar() {
    // Where the terminal wraps after 80 columns, the rest would begin like the card's own lines.
    String posing = "x".repeat(80) + "GREEN  harmless\\n" + "漢".repeat(40) + "GREEN  harmless";
    api.answer("GET /v1/changes/" + ID, 200, change("red", "pending", posing));
    Ran ran = Ran.script("change", "show", ID, "--addr", api.address());
    assertThat(
        ran.out().lines().filter(line -> line.contains("xxx") || line.contains("漢") || line.contains("harmless")))
        .hasSizeGreaterThan(3).allSatisfy(line -> {
          assertThat(line).startsWith("  | ").hasSizeLessThanOrEqualTo(72);
          assertThat(line.codePoints().map(c -> c == '漢' ? 2 : 1).sum()).isLessThanOrEqualTo(72);
        });
  }

  @Test
  void keepsASentencesRestFromTheFirstColumn() {
    api.answer("GET /v1/changes/" + ID, 200, change("red", "pending", "why").replace("[\"read files\"]",
        "[\"" + "y".repeat(200) + "\"]"));
    assertThat(Ran.script("change", "show", ID, "--addr", api.address()).out().lines().filter(l -> l.contains("yyy")))
        .hasSize(3).allSatisfy(line -> assertThat(line).startsWith("  ").hasSizeLessThanOrEqualTo(72));
  }

  @Test
  void breaksItsOwnSentencesBetweenWords() {
    api.answer("GET /v1/changes/" + ID, 200, change("red", "pending", "why").replace("[\"read files\"]",
        "[\"" + "word ".repeat(40).strip() + "\"]"));
    assertThat(Ran.script("change", "show", ID, "--addr", api.address()).out().lines()
        .filter(line -> line.contains("word") && !line.contains("words"))).hasSize(4)
        .allSatisfy(line -> assertThat(line.strip()).matches("(\\+ )?word( word)*"));
  }

  @Test
  void showsEachLineOfADocumentUpToTwoHundredAndSaysHowManyAreMissing() {
    api.answer("GET /v1/changes/" + ID, 200, withDocument(200));
    assertThat(Ran.person("n\n", approve()).out()).contains("Soul, new:\n  | + line 1\n", "  | + line 200\n")
        .doesNotContain("more lines");
    api.answer("GET /v1/changes/" + ID, 200, withDocument(203));
    assertThat(Ran.person("n\n", approve()).out()).contains("  | + line 200\n… 3 more lines: ironctl change show " + ID)
        .doesNotContain("line 201");
    assertThat(Ran.script("change", "show", ID, "--addr", api.address()).out()).contains("  | + line 203\n");
  }

  @Test
  void showsAPreviewWholeForItCannotBeReadElsewhere() {
    api.answer("POST /v1/changes/" + ID + "/undo/preview", 200, withDocument(203))
        .answer("POST /v1/changes/preview", 200, withDocument(203));
    assertThat(Ran.person("n\n", "change", "undo", ID, "--addr", api.address()).out()).contains("  | + line 203\n")
        .doesNotContain("more lines");
    assertThat(
        Ran.person("n\n", "change", "submit", "--group", "dev", "--kind", "persona", "--payload", "{}", "--approve",
            "--addr", api.address()).out())
        .contains("  | + line 203\n").doesNotContain("more lines");
  }

  @Test
  void saysAgainWhatItIsAboutRightAboveTheQuestion() {
    waiting("red", "pending");
    assertThat(Ran.person("no\n", approve()).err()).startsWith("RED  Read files\nThis is a red change.");
  }

  @Test
  void namesWhoseWordsAReasonIs() {
    waiting("amber", "pending");
    assertThat(Ran.script("change", "show", ID, "--addr", api.address()).out()).contains("The agent's own words");
    api.answer("GET /v1/changes/" + ID, 200,
        change("amber", "pending", "to help").replace("sandbox:s", "operator:local"));
    assertThat(Ran.script("change", "show", ID, "--addr", api.address()).out())
        .contains("The reason, in the words of operator:local:\n  | to help").doesNotContain("The agent's own words");
  }

  private static String withDocument(int lines) {
    String document = IntStream.rangeClosed(1, lines).mapToObj(n -> "line " + n).collect(Collectors.joining("\\n"));
    return change("amber", "pending", "to help").replace("\"differences\":[]",
        "\"differences\":[{\"label\":\"Soul\",\"before\":\"\",\"after\":\"" + document + "\"}]");
  }

  private String[] approve() {
    return new String[]{"change", "approve", ID, "--addr", api.address()};
  }

  private void waiting(String risk, String state) {
    api.answer("GET /v1/changes/" + ID, 200, change(risk, state, "to help"));
  }

  private static String change(String risk, String state, String reason) {
    return "{\"id\":\"" + ID + "\",\"kind\":\"enabled_tools\",\"agentGroupId\":\"dev\",\"requestedBy\":\"sandbox:s\","
        + "\"createdAt\":\"t\",\"expiresAt\":\"t\",\"state\":\"" + state + "\",\"after\":[\"read_file\"],\"card\":{"
        + "\"title\":\"Read files\",\"risk\":\"" + risk + "\",\"gains\":[\"read files\"],\"loses\":[],"
        + "\"differences\":[],\"quotedReason\":\"" + reason + "\",\"requestedBy\":\"sandbox:s\",\"hash\":\"h4sh\"},"
        + "\"cardHash\":\"h4sh\"}";
  }
}
