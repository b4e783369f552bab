package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.kind.CanonicalJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads the audit log as it grows and holds the registry, the boxes and the people who asked against it.
final class HistoryJudge {
  private static final Pattern CARD = Pattern.compile("\\bcard ([0-9a-f]{64})");
  private static final String APPROVED = "approved, ";
  private static final String HALF = "one of two approvals, ";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final GatewayRig rig;
  private final HistoryRules rules = new HistoryRules();
  private final Map<String, String> submitted = new HashMap<>();
  private final Map<String, String> approvedCard = new HashMap<>();
  private final Map<String, Set<String>> halfApproved = new HashMap<>();
  private final Map<String, ChangeState> over = new HashMap<>();
  private final Set<String> applied = new LinkedHashSet<>();
  private final Set<String> clicks = new HashSet<>();
  private final Set<String> accepted = new HashSet<>();
  private final List<Step> steps = new ArrayList<>();
  private int read;
  private String registry;
  private long version;

  /// What one applied change did to the registry.
  record Step(ChangeId change, String before, String after) {}

  HistoryJudge(GatewayRig rig) {
    this.rig = rig;
    this.registry = RegistryText.of(rig.registry);
    this.version = rig.registry.snapshot().version();
  }

  /// A human answered yes to this very card.
  void clicks(Change shown, String hash, String by) {
    clicks.add(shown.id() + " " + hash + " " + by);
  }

  /// The human was told that the answer stands.
  void accepts(ChangeId id) {
    accepted.add(id.value());
  }

  /// The newest applied change where nothing has changed since; what it did.
  Optional<Step> newest() {
    return steps.isEmpty() || !steps.getLast().after().equals(registry)
        ? Optional.empty()
        : Optional.of(steps.getLast());
  }

  String registry() {
    return registry;
  }

  Set<String> applied() {
    return applied;
  }

  /// After every step.
  void check() {
    List<AuditEvent> entries = rig.ledger.entries;
    List<String> nowApplied = new ArrayList<>();
    int ended = 0;
    boolean news = read < entries.size();
    for (; read < entries.size(); read++) {
      AuditEvent event = entries.get(read);
      switch (event.stage()) {
        case "submit" -> submit(event);
        case "decision" -> decision(event);
        case "apply" -> apply(event).ifPresent(nowApplied::add);
        case "grant" -> ended++;
        default -> {
          // Says nothing about powers.
        }
      }
    }
    if (news) {
      checkRegistry(nowApplied, ended);
      checkChanges(false);
    } else {
      assertThat(rig.registry.snapshot().version()).as("nothing was recorded").isEqualTo(version);
    }
    version = rig.registry.snapshot().version();
  }

  private void submit(AuditEvent event) {
    submitted.putIfAbsent(event.subject(), event.detail());
    if (event.subject().startsWith("chg_")) {
      Change change = find(event.subject());
      assertThat(change.expiresAt()).as("how long %s waits", change.id())
          .isEqualTo(change.createdAt().plus(rules.patience()));
    }
  }

  private void decision(AuditEvent event) {
    if (event.detail().startsWith(APPROVED) || event.detail().startsWith(HALF)) {
      approval(event, find(event.subject()));
    } else if (event.detail().startsWith("approved")) {
      rules.assertAutomatic(find(event.subject()), event.actor(), event.detail());
      assertThat(approvedCard.put(event.subject(), card(event))).as("approved twice: %s", event.subject()).isNull();
    }
  }

  /// Somebody's yes, who may say it, to this very card; and where two are needed, another one's before, equally far.
  private void approval(AuditEvent event, Change change) {
    String id = event.subject();
    assertThat(clicks).as("approved by nobody").contains(id + " " + card(event) + " " + event.actor());
    assertThat(rules.lets(change, event.actor())).as("%s may not: %s", event.actor(), change).isTrue();
    assertThat(rules.needsCode(change)).as("approved without a code: %s", change).isFalse();
    boolean half = event.detail().startsWith(HALF);
    String yes = event.detail().substring((half ? HALF : APPROVED).length(), event.detail().indexOf(", card "))
        + card(event);
    if (half) {
      halfApproved.computeIfAbsent(id, _ -> new HashSet<>()).add(yes + event.actor());
      return;
    }
    assertThat(approvedCard.put(id, card(event))).as("approved twice: %s", id).isNull();
    if (rules.needsTwo(change)) {
      assertThat(halfApproved.getOrDefault(id, Set.of())).as("two people for %s", id)
          .anyMatch(other -> other.startsWith(yes) && !other.endsWith(event.actor()));
    }
  }

  /// Waits for a human although a rule lets it through.
  void waits(Change change) {
    assertThat(rules.rule(change)).as("waits: %s", change).isEmpty();
  }

  /// Somebody's yes was refused, by the rules as they were read last or by newer ones.
  void refuses(Change change, String operator) {
    boolean newer = rig.ledger.entries.stream().skip(read).anyMatch(event -> event.stage().equals("apply"));
    assertThat(rules.lets(change, operator) && !newer).as("%s may: %s", operator, change).isFalse();
  }

  private Change find(String id) {
    return rig.gateway.find(new ChangeId(id)).orElseThrow();
  }

  private static String card(AuditEvent event) {
    Matcher card = CARD.matcher(event.detail());
    assertThat(card.find()).as("names its card: %s", event).isTrue();
    return card.group(1);
  }

  private Optional<String> apply(AuditEvent event) {
    if (!event.detail().startsWith("applied")) {
      return Optional.empty();
    }
    assertThat(approvedCard).as("applied without a recorded decision").containsKey(event.subject());
    assertThat(applied.add(event.subject())).as("applied twice: %s", event.subject()).isTrue();
    assertThat(rig.brake.isOn()).as("applied in a panic").isFalse();
    Change change = find(event.subject());
    if (change.kind() == ChangeKind.POLICY) {
      rules.set(change);
      halfApproved.clear();
    }
    return Optional.of(event.subject());
  }

  private void checkRegistry(List<String> nowApplied, int ended) {
    String now = RegistryText.of(rig.registry);
    if (nowApplied.isEmpty() && ended == 0) {
      assertThat(now).as("changed without an applied change").isEqualTo(registry);
      return;
    }
    for (String id : nowApplied) {
      Change change = find(id);
      assertThat(change.card().hash()).as("the card of %s", id).isEqualTo(approvedCard.get(id));
      assertThat(hash(change)).as("the hash of %s %s %s", change.kind(), change.after(), change.card())
          .isEqualTo(change.card().hash());
      assertThat(submitted.get(id)).as("the bytes of %s", id)
          .endsWith("payload sha256 " + CanonicalJson.digest(change.after()));
    }
    if (nowApplied.size() == 1 && ended == 0) {
      Change change = find(nowApplied.getFirst());
      assertThat(now).as("%s %s has an effect", change.kind(), change.after()).isNotEqualTo(registry);
      RegistryText.assertHolds(rig.registry, change);
      steps.add(new Step(change.id(), registry, now));
    }
    registry = now;
  }

  /// The hash of a card, as docs/api.md and nobody's code says.
  static String hash(Change change) {
    ObjectNode covered = JsonNodeFactory.instance.objectNode();
    covered.put("form", "ironclaw-card-1").put("kind", change.kind().wireName())
        .put("agentGroup", change.agentGroup().map(Object::toString).orElse(""))
        .put("baseRevision", change.baseRevision());
    covered.set("payload", change.after());
    JsonNode card = JSON.valueToTree(change.card());
    covered.set("card", ((ObjectNode) card).put("hash", ""));
    return CanonicalJson.digest(covered);
  }

  private void checkChanges(boolean finished) {
    Set<String> there = new TreeSet<>();
    for (Change change : rig.gateway.history(10_000)) {
      String id = change.id().value();
      there.add(id);
      assertThat(approvedCard.containsKey(id) || change.state() != ChangeState.APPLIED).as(id).isTrue();
      assertThat(applied.contains(id)).as("%s is %s", id, change.state())
          .isEqualTo(change.state() == ChangeState.APPLIED);
      if (change.state() == ChangeState.APPROVED) {
        // Waits: only in a panic, or a human said no again.
        assertThat(rig.brake.isOn() && !finished).as("%s is left half done", id).isTrue();
      } else {
        assertThat(over.merge(id, change.state(), (before, _) -> before)).as(id).isEqualTo(change.state());
        if (finished && change.origin().isPresent()) {
          assertThat(rig.told.stream().filter(told -> told.id().equals(change.id()))).as("told of %s", id).isNotEmpty()
              .allMatch(told -> told.state() == change.state());
        }
      }
    }
    assertThat(there).as("decisions that a human was told of").containsAll(accepted);
    assertThat(there).as("decided changes that are gone").containsAll(over.keySet());
  }

  /// When everything has come to rest.
  void checkEnd() {
    check();
    checkChanges(true);
    long about = applied.stream().filter(id -> find(id).agentGroup()
        .isPresent()).count();
    assertThat(rig.effects.size()).as("boxes that were told").isGreaterThanOrEqualTo((int) about);
    assertThat(rig.database.<Integer>read(connection -> new ChangeStore().unfinished(connection).size())).isZero();
    for (Map.Entry<String, String> entry : submitted.entrySet()) {
      if (entry.getKey().startsWith("chg_")) {
        assertThat(rig.gateway.find(new ChangeId(entry.getKey()))).as("audited and not there").isPresent();
      }
    }
  }
}
