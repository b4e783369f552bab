package dev.ironclaw.controlplane.kind;

import static dev.ironclaw.controlplane.kind.KindRig.ANNA;
import static dev.ironclaw.controlplane.kind.KindRig.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.controlplane.registry.Schedule;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduleKindTest extends KindFixture {
  private static final ChangeKind KIND = ChangeKind.SCHEDULE;
  private static final String ROOM = "{\"channelType\":\"telegram\",\"platformId\":\"room\"}";
  private static final String PLAN = "{\"prompt\":\"Look at the mail\",\"run_at\":\"2026-12-01T09:00:00+01:00\","
      + "\"recurrence\":\"0 9 * * 1-5\",\"timezone\":\"Europe/Berlin\",\"until\":\"2027-01-31T00:00:00+01:00\",\"jitter\":90,"
      + "\"times\":20,\"answer\":" + ROOM + "}";
  private static final String DAILY = "{\"prompt\":\"Water the flowers\",\"recurrence\":\"daily\"}";

  private void mayWriteInTheRoom() {
    rig.applied(ChangeKind.PERMISSIONS, ANNA, "{\"grant\":[{\"destination\":" + ROOM + "}]}");
  }

  private Schedule only() {
    assertThat(rig.registry.snapshot().schedules()).hasSize(1);
    return rig.registry.snapshot().schedules().values().iterator().next();
  }

  private String update(String what) {
    return "{\"id\":\"" + only().id() + "\"," + what + "}";
  }

  private CardParts asked(String after, Basis.Asking asking) {
    Basis base = rig.base(ANNA);
    return Asked.parse(KIND, BasisFixture.json(after),
        Basis.of(base.registry(), base.places(), base.host(), base.approvers(), ANNA, asking)).card();
  }

  @Test
  void isUndoneExactly() {
    mayWriteInTheRoom();
    rig.undoesExactly(KIND, ANNA, PLAN);
    rig.undoesExactly(KIND, ANNA, DAILY);
    rig.applied(KIND, ANNA, PLAN);
    rig.undoesExactly(KIND, ANNA, update("\"pause\":true"));
    rig.undoesExactly(KIND, ANNA,
        update("\"update\":{\"prompt\":\"Other\",\"recurrence\":\"PT2H\",\"missed\":\"once\"}"));
    rig.undoesExactly(KIND, ANNA, "{\"remove\":\"" + only().id() + "\"}");
    rig.applied(KIND, ANNA, update("\"pause\":true"));
    rig.undoesExactly(KIND, ANNA, update("\"resume\":true"));
  }

  @Test
  void whatIsStoredReadsAsItself() {
    mayWriteInTheRoom();
    for (String after : List.of(PLAN, DAILY)) {
      Asked<?> asked = rig.ask(KIND, ANNA, after);
      assertThat(rig.ask(KIND, ANNA, asked.payload().toString()).payload()).isEqualTo(asked.payload());
    }
  }

  @Test
  void showsWhenWhereAndWhat() throws IOException {
    mayWriteInTheRoom();
    rig.showsAs("schedule", KIND, ANNA, PLAN);
    rig.applied(KIND, ANNA, PLAN);
    rig.showsAs("schedule-update", KIND, ANNA,
        update("\"update\":{\"recurrence\":\"30 7 * * *\",\"prompt\":\"Look at \\u202ethe mail\"}"));
    rig.showsAs("schedule-pause", KIND, ANNA, update("\"pause\":true"));
    rig.showsAs("schedule-remove", KIND, ANNA, "{\"remove\":\"" + only().id() + "\"}");
  }

  @Test
  void aStoppedOneThatIsChangedLosesNothingAndShowsWhatItIsToDo() {
    mayWriteInTheRoom();
    rig.applied(KIND, ANNA, PLAN);
    rig.applied(KIND, ANNA, update("\"pause\":true"));
    CardParts card = rig.ask(KIND, ANNA, update("\"update\":{\"prompt\":\"Other\"}")).card();
    assertThat(card.title()).isEqualTo("Change the stopped schedule " + only().id() + " of Anna");
    assertThat(card.risk()).isEqualTo(Risk.AMBER);
    assertThat(card.loses()).isEmpty();
    assertThat(card.gains()).singleElement().asString().startsWith("act unasked first Tue")
        .endsWith("once it is let go on");
  }

  @Test
  void anUpdateKeepsWhatItDoesNotName() {
    mayWriteInTheRoom();
    rig.applied(KIND, ANNA, PLAN);
    Schedule.Spec before = only().spec();
    rig.applied(KIND, ANNA, update("\"update\":{\"prompt\":\"Other\"}"));
    assertThat(only().spec()).isEqualTo(new Schedule.Spec("Other", before.runAt(), before.recurrence(), before.anchor(),
        before.timezone(), before.until(), before.times(), before.jitter(), before.missed(), before.target()));
    rig.applied(KIND, ANNA, update("\"update\":{\"run_at\":\"2027-01-01T00:00:00Z\"}"));
    assertThat(only().spec().recurrence()).as("other times replace all of them").isEmpty();
  }

  @Test
  void theOwnChatAndTheChatThatAskedAreGreenEveryOtherPlaceIsAmber() {
    mayWriteInTheRoom();
    Basis.Asking person = Basis.Asking.of(Instant.EPOCH, ZoneId.of("Europe/Berlin"));
    Basis.Asking room = new Basis.Asking(Instant.EPOCH, ZoneId.of("UTC"),
        Optional.of(new PlaceName("telegram", "room", "")), Optional.of("t1"));
    assertThat(asked(DAILY, person).risk()).isEqualTo(Risk.GREEN);
    assertThat(asked(PLAN, person).risk()).isEqualTo(Risk.AMBER);
    assertThat(asked(DAILY, room).risk()).isEqualTo(Risk.GREEN);
    assertThat(KindRig.text(asked(DAILY, room))).contains("telegram/room, thread t1");
    assertThat(KindRig.text(asked(DAILY, person))).contains("webchat/anna").contains("Europe/Berlin");
    assertThat(
        asked("{\"prompt\":\"x\",\"recurrence\":\"daily\",\"answer\":" + ROOM + ",\"thread\":\"t2\"}", room).risk())
        .isEqualTo(Risk.AMBER);
  }

  @Test
  void rejectsWhatWouldNeverRunOrReachNobody() {
    rig.rejects(KIND, ANNA, PLAN, "may not write in telegram/room");
    rig.rejects(KIND, ANNA, "{\"prompt\":\"x\",\"run_at\":\"1970-01-01T00:00:00Z\"}", "never run");
    rig.rejects(KIND, ANNA, "{\"prompt\":\"x\",\"run_at\":\"2026-01-02T00:00:00Z\",\"until\":\"2026-01-01T00:00:00Z\"}",
        "never run");
    rig.rejects(KIND, ANNA, "{\"remove\":\"sched_0123456789abcdef\"}", "no schedule");
    rig.applied(KIND, ANNA, DAILY);
    rig.rejects(KIND, ANNA, DAILY, "no effect");
    rig.rejects(KIND, BEN, "{\"remove\":\"" + only().id() + "\"}", "no schedule");
    rig.rejects(KIND, BEN, rig.ask(KIND, ANNA, update("\"pause\":true")).payload().toString(), "is taken");
    rig.refuses(KIND, BEN, update("\"resume\":true"), "no schedule");
  }

  @Test
  void anAgentHasFiftyAtMost() {
    for (int n = 0; n < 50; n++) {
      rig.applied(KIND, ANNA, "{\"prompt\":\"" + n + "\",\"recurrence\":\"daily\"}");
    }
    rig.rejects(KIND, ANNA, "{\"prompt\":\"one more\",\"recurrence\":\"daily\"}", "50 schedules");
    rig.applied(KIND, BEN, "{\"prompt\":\"one more\",\"recurrence\":\"daily\"}");
  }

  @Test
  void anAgentThatIsMadeAnewShowsWhatItsNamesakeLeft() {
    rig.applied(KIND, ANNA, DAILY);
    assertThat(rig.ask(ChangeKind.CREATE_AGENT, ANNA, "{\"remove\":true}").card().loses())
        .anySatisfy(words -> assertThat(words).contains("act unasked every day", only().id().value()));
    String again = rig.applied(ChangeKind.CREATE_AGENT, ANNA, "{\"remove\":true}").toString();
    assertThat(rig.ask(ChangeKind.CREATE_AGENT, Optional.empty(), again).card().gains())
        .anySatisfy(words -> assertThat(words).contains("act unasked every day", only().id().value()));
  }

  @Test
  void refusesEveryOtherForm() {
    rig.applied(KIND, ANNA, DAILY);
    for (String wrong : List.of("{\"prompt\":\"x\"}", "{\"recurrence\":\"daily\"}",
        "{\"prompt\":\" \",\"recurrence\":\"daily\"}",
        "{\"prompt\":\"x\",\"run_at\":\"tomorrow\"}", "{\"prompt\":\"x\",\"run_at\":\"2026-12-01T09:00:00\"}",
        "{\"prompt\":\"x\",\"run_at\":\"1066-12-01T09:00:00Z\"}",
        "{\"prompt\":\"x\",\"run_at\":\"+99999-12-01T09:00:00Z\"}",
        "{\"prompt\":\"x\",\"recurrence\":\"* * * *\"}", "{\"prompt\":\"x\",\"recurrence\":\"60 * * * *\"}",
        "{\"prompt\":\"x\",\"recurrence\":\"PT30S\"}", "{\"prompt\":\"x\",\"recurrence\":\"0 0 30 2 *\"}",
        "{\"prompt\":\"x\",\"recurrence\":\"daily\",\"command\":\"rm\"}",
        "{\"prompt\":\"x\",\"recurrence\":\"daily\",\"answer\":\"room\"}",
        "{\"prompt\":\"x\",\"recurrence\":\"daily\",\"timezone\":\"Mars/Olympus\"}",
        "{\"prompt\":\"x\",\"recurrence\":\"daily\",\"timezone\":\"+02:00\"}",
        "{\"prompt\":\"x\",\"recurrence\":\"daily\",\"times\":0}",
        "{\"prompt\":\"x\",\"recurrence\":\"daily\",\"jitter\":3601}",
        "{\"prompt\":\"x\",\"recurrence\":\"daily\",\"missed\":\"all\"}",
        "{\"prompt\":\"" + "é".repeat(2_049) + "\",\"recurrence\":\"daily\"}", "{\"remove\":\"x\"}",
        "{\"id\":\"x\",\"pause\":true}",
        update("\"update\":{}"), update("\"pause\":false"), update("\"update\":{\"prompt\":\"\"}"),
        update("\"pause\":true,\"resume\":true"), update("\"plan\":" + DAILY + ",\"status\":\"asleep\""),
        update("\"update\":{\"id\":\"sched_0123456789abcdef\"}"))) {
      rig.refuses(KIND, ANNA, wrong, "submit a change of kind schedule");
    }
  }
}
