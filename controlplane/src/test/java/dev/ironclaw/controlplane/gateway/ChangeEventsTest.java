package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.controlplane.event.HubEvent;
import dev.ironclaw.controlplane.event.Subscription;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a reader of the event stream that was away gets of changes.
class ChangeEventsTest extends GatewayFixture {
  @Test
  void aReaderThatWasAwayWhileItStoppedGetsEveryChangeAndReloadsTheRest() throws InterruptedException {
    Change seen = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    String away = rig.hub.lastId();
    rig.hub.publish("chat.message", Map.of(), true);
    rig.approve(seen);
    rig.restart();
    Change later = rig.gateway.submit(
        rig.request(Optional.of(GatewayRig.id(7)), "persona", "{\"instructions\":\"Be kind.\"}"));
    rig.reject(later);

    List<HubEvent> events = replay(away);

    assertThat(events).extracting(event -> event.type() + " " + event.data().get("id")).containsExactly(
        "change.decided " + seen.id(), "change.applied " + seen.id(), "change.pending " + later.id(),
        "change.decided " + later.id(), "resync null");
    assertThat(events.getFirst().data().toString()).isEqualTo(
        "{id=" + seen.id() + ", state=approved, decidedBy=operator:alice}");
    assertThat(events.get(2).data().toString()).contains("title=" + later.card().title(), "risk=amber",
        "requestedBy=" + later.requestedBy());
    assertThat(events.getLast().data().get("complete")).isEqualTo(List.of("change"));
  }

  @Test
  void whoIsCutOffInTheMiddleOfAReplayGoesOnThere() throws InterruptedException {
    String start = rig.hub.lastId();
    Change one = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    Change two = rig.submit("persona", "{\"instructions\":\"Be kind.\"}");
    rig.restart();
    HubEvent first = replay(start).getFirst();
    assertThat(first.data().get("id")).isEqualTo(one.id().value());

    List<HubEvent> rest = replay(first.id());

    assertThat(rest).extracting(HubEvent::type).containsExactly("change.pending", "resync");
    assertThat(rest.getFirst().data().get("id")).isEqualTo(two.id().value());
    assertThat(replay(rest.getLast().id())).as("nothing twice").isEmpty();
  }

  @Test
  void noApprovalIsToldOfWhoseTokenIsGoodNoMore() throws InterruptedException {
    rig.policy("{\"twoPeople\":{\"risks\":[\"red\"]}}");
    Change red = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    String start = rig.hub.lastId();
    rig.approve(red);
    assertThat(approvals(start)).containsExactly("[operator:alice]");
    rig.restart();
    rig.revoked.add("alice");
    rig.gateway.decide(red.id(), true, red.card().hash(), Optional.empty(), GatewayRig.BOB);

    assertThat(approvals(start)).containsExactly("[]", "[operator:bob]");
  }

  @Test
  void noApprovalIsToldThatAnotherPolicyTookBack() throws InterruptedException {
    rig.policy("{\"twoPeople\":{\"risks\":[\"red\"]}}");
    Change red = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    String start = rig.hub.lastId();
    rig.approve(red);
    assertThat(approvals(start)).containsExactly("[operator:alice]");
    String second = rig.hub.lastId();
    Change policy = rig.policy("{\"twoPeople\":{\"risks\":[\"red\",\"amber\"]}}");
    rig.gateway.decide(policy.id(), true, policy.card().hash(), Optional.empty(), GatewayRig.BOB);
    rig.restart();
    rig.gateway.decide(red.id(), true, red.card().hash(), Optional.empty(), GatewayRig.BOB);

    assertThat(approvals(start).getFirst()).isEqualTo("[]");
    assertThat(approvals(second).getLast()).isEqualTo("[operator:bob]");
  }

  @Test
  void noApprovalIsToldOfACardThatReadsOtherwiseNow() throws InterruptedException {
    rig.policy("{\"twoPeople\":{\"risks\":[\"red\"]}}");
    Change red = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    String start = rig.hub.lastId();
    rig.approve(red);
    assertThat(approvals(start)).containsExactly("[operator:alice]");
    rig.approve(rig.submit("persona", "{\"instructions\":\"Be kind.\"}"));
    Change moved = rig.gateway.find(red.id()).orElseThrow();
    assertThat(moved.card().hash()).isNotEqualTo(red.card().hash());
    rig.restart();
    assertThat(approvals(start)).containsExactly("[]");

    rig.gateway.decide(red.id(), true, moved.card().hash(), Optional.empty(), GatewayRig.BOB);

    assertThat(approvals(start)).containsExactly("[]", "[operator:bob]");
  }

  private List<String> approvals(String since) throws InterruptedException {
    return replay(since).stream().filter(event -> event.type().equals("change.approval"))
        .map(event -> String.valueOf(event.data().get("approvedBy"))).toList();
  }

  @Test
  void liveAndReplayedEventsAreTheSame() throws InterruptedException {
    String start = rig.hub.lastId();
    rig.reject(rig.submit("enabled_tools", GatewayRig.GIVE_WRITE));
    rig.approve(rig.submit("persona", "{\"instructions\":\"Be kind.\"}"));
    List<HubEvent> live = replay(start);
    rig.restart();

    List<HubEvent> stored = replay(start);

    assertThat(live).extracting(HubEvent::type).containsExactly("change.pending", "change.decided", "change.pending",
        "change.decided", "change.applied");
    assertThat(stored.subList(0, 5)).extracting(HubEvent::data).isEqualTo(live.stream().map(HubEvent::data).toList());
  }

  @Test
  void anIdOfAStateThatWasPutBackIsNotTakenForOneOfThis(@TempDir Path other) throws InterruptedException {
    rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    String id = rig.hub.lastId();
    try (GatewayRig another = new GatewayRig(other)) {
      another.submit("enabled_tools", GatewayRig.GIVE_WRITE);
      another.submit("persona", "{\"instructions\":\"Be kind.\"}");
      another.restart();

      List<HubEvent> events = replay(another, id);

      assertThat(events).extracting(HubEvent::type).containsExactly("resync");
      assertThat(events.getFirst().data()).isEmpty();
    }
  }

  @Test
  void aReaderThatWasAwayTooLongReloadsEverything() throws InterruptedException {
    Change change = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    String id = rig.hub.lastId();
    rig.database.write(connection -> {
      try (var insert = connection.prepareStatement("""
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
          INSERT INTO change_events (change_id, state) SELECT '%s', 'rejected' FROM n""".formatted(change.id()))) {
        return insert.executeUpdate();
      }
    });
    rig.restart();

    assertThat(replay(id)).extracting(HubEvent::data).containsExactly(Map.of());
    assertThat(rig.database.<Integer>read(connection -> {
      try (var select = connection.prepareStatement("SELECT count(*) FROM change_events");
          var rows = select.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    })).isEqualTo(2_048);
  }

  @Test
  void whatWasCommittedWithoutAnAnswerIsStillTold() throws InterruptedException {
    BlockingQueue<HubEvent> live = new LinkedBlockingQueue<>();
    Change change = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    try (Subscription _ = rig.hub.subscribe(Optional.empty(), live::add)) {
      rig.ledger.failsAfterCommit = true;
      rig.ledger.failure = Optional.of(ErrorCode.AUDIT_UNAVAILABLE);
      rig.approve(change);
      rig.ledger.failure = Optional.empty();
      rig.ledger.failsAfterCommit = false;
      rig.gateway.resume();

      assertThat(types(live, 2)).containsExactly("change.decided", "change.applied");
    }
  }

  @Test
  void aCardIsNotedOncePerPersonAndCardAndTheApprovalSaysSo() {
    Change change = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    rig.gateway.shown(change, GatewayRig.ALICE);
    rig.gateway.shown(change, GatewayRig.ALICE);
    rig.gateway.shown(change, GatewayRig.BOB);
    rig.restart();
    rig.gateway.shown(change, GatewayRig.ALICE);

    assertThat(rig.ledger.entries).filteredOn(event -> event.stage().equals("card"))
        .extracting(event -> event.actor() + " " + event.subject() + " " + event.detail())
        .containsExactly("operator:alice " + change.id() + " card " + change.card().hash() + " shown",
            "operator:bob " + change.id() + " card " + change.card().hash() + " shown");
    rig.approve(change);
    rig.gateway.shown(rig.gateway.find(change.id()).orElseThrow(), GatewayRig.BOB);
    assertThat(rig.ledger.entries).filteredOn(event -> event.stage().equals("decision"))
        .extracting(event -> event.detail()).singleElement().asString()
        .contains(
            "card " + change.card().hash() + " shown to them at " + rig.time.instant().truncatedTo(ChronoUnit.MILLIS));
    assertThat(rig.ledger.entries).filteredOn(event -> event.stage().equals("card")).as("nothing to decide").hasSize(2);
  }

  @Test
  void anApprovalByWhoNeverLoadedTheCardSaysThat() {
    rig.approve(rig.submit("enabled_tools", GatewayRig.GIVE_WRITE));

    assertThat(rig.ledger.entries).filteredOn(event -> event.stage().equals("decision"))
        .extracting(event -> event.detail()).singleElement().asString().endsWith("which they did not load from here");
  }

  @Test
  void aPreviewCountsForTheChangeThatIsMadeOfIt() {
    ChangeSubmission own = new ChangeSubmission(Optional.empty(), "enabled_tools", Optional.of(GatewayRig.AGENT),
        GatewayRig.json("{\"add\":[\"send_message\"]}"), Optional.empty(), GatewayRig.ALICE, Optional.empty());
    Change draft = rig.gateway.preview(own);
    rig.gateway.previewed(draft, GatewayRig.ALICE);
    rig.gateway.previewed(rig.gateway.preview(own), GatewayRig.ALICE);

    rig.gateway.submitApproved(own, draft.card().hash(), Optional.empty());

    assertThat(rig.ledger.entries).filteredOn(event -> event.stage().equals("card")).hasSize(1);
    assertThat(rig.ledger.entries).filteredOn(event -> event.stage().equals("decision"))
        .extracting(event -> event.detail()).singleElement().asString().contains("shown to them at");
  }

  @Test
  void readingWorksWhereTheAuditLogDoesNot() {
    Change change = rig.submit("enabled_tools", GatewayRig.GIVE_WRITE);
    rig.ledger.failure = Optional.of(ErrorCode.AUDIT_BROKEN);

    rig.gateway.shown(change, GatewayRig.ALICE);

    rig.ledger.failure = Optional.empty();
    assertThat(rig.ledger.entries).noneMatch(event -> event.stage().equals("card"));
    rig.gateway.shown(change, GatewayRig.ALICE);
    assertThat(rig.ledger.entries).filteredOn(event -> event.stage().equals("card")).hasSize(1);
  }

  private List<HubEvent> replay(String id) throws InterruptedException {
    return replay(rig, id);
  }

  /// What comes before an event that is published now.
  private static List<HubEvent> replay(GatewayRig rig, String id) throws InterruptedException {
    BlockingQueue<HubEvent> seen = new LinkedBlockingQueue<>();
    List<HubEvent> events = new ArrayList<>();
    try (Subscription _ = rig.hub.subscribe(Optional.of(id), seen::add)) {
      rig.hub.publish("end", Map.of(), true);
      for (HubEvent event = next(seen); !event.type().equals("end"); event = next(seen)) {
        events.add(event);
      }
    }
    return events;
  }

  private static List<String> types(BlockingQueue<HubEvent> queue, int count) throws InterruptedException {
    List<String> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(next(queue).type());
    }
    return types;
  }

  private static HubEvent next(BlockingQueue<HubEvent> queue) throws InterruptedException {
    HubEvent event = queue.poll(60, TimeUnit.SECONDS);
    assertThat(event).isNotNull();
    return event;
  }
}
