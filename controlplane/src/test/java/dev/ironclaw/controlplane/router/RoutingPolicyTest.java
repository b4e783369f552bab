package dev.ironclaw.controlplane.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.WiringId;
import dev.ironclaw.controlplane.registry.Access;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import dev.ironclaw.controlplane.registry.Wiring;
import dev.ironclaw.controlplane.registry.Wiring.EngageMode;
import dev.ironclaw.controlplane.registry.Wiring.IgnoredMessagePolicy;
import dev.ironclaw.controlplane.registry.Wiring.SenderScope;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.router.RoutingPolicy.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RoutingPolicyTest {
  private static final Access MEMBER = new Access(true, "member");
  private static final Access NOBODY = new Access(false, "no-access");

  private final RoutingPolicy policy = new RoutingPolicy();

  private static Wiring wiring(EngageMode mode, String pattern, SenderScope scope, IgnoredMessagePolicy ignored) {
    return new Wiring(new WiringId("wr_1"), new MessagingGroupId("mg_0123456789abcdef"), new AgentGroupId("anna"),
        mode, pattern, scope, ignored, SessionMode.SHARED, 0);
  }

  /// `engage` and `not` say what the message does to the wiring, written out by hand for every way to get there.
  @ParameterizedTest
  @CsvSource({"PATTERN,        .,     hello,  false, false, engage", //
      "PATTERN,        ^hey,  hey,    false, false, engage", //
      "PATTERN,        ^hey,  hello,  true,  true,  not", //
      "PATTERN,        (,     (,      true,  true,  not", //
      "MENTION,        .,     hello,  true,  false, engage", //
      "MENTION,        .,     hello,  false, false, not", //
      "MENTION,        .,     hello,  false, true,  not", //
      "MENTION_STICKY, .,     hello,  true,  false, engage", //
      "MENTION_STICKY, .,     hello,  false, true,  engage", //
      "MENTION_STICKY, .,     hello,  false, false, not"})
  void engagesAsItsModeSays(EngageMode mode, String pattern, String text, boolean mentioned, boolean addressedBefore,
      String expected) {
    Facts facts = new Facts(MEMBER, true, UnknownSenderPolicy.STRICT, text, mentioned, () -> addressedBefore);
    Wiring dropping = wiring(mode, pattern, SenderScope.ALL, IgnoredMessagePolicy.DROP);
    Wiring keeping = wiring(mode, pattern, SenderScope.ALL, IgnoredMessagePolicy.ACCUMULATE);
    boolean engages = expected.equals("engage");
    assertThat(policy.decide(dropping, facts)).isEqualTo(
        engages ? new Decision.Engage(dropping) : new Decision.Drop(dropping, "not-engaged: dropped"));
    assertThat(policy.decide(keeping, facts))
        .isEqualTo(engages ? new Decision.Engage(keeping) : new Decision.Accumulate(keeping));
  }

  /// Access × unknown-sender policy × scope × registered × engages × ignored-message policy: all 96 cases, as a table.
  @Test
  void decidesEveryCaseOfTheTruthTable() {
    List<String> seen = new ArrayList<>();
    for (Access access : List.of(MEMBER, NOBODY)) {
      for (UnknownSenderPolicy unknown : UnknownSenderPolicy.values()) {
        for (SenderScope scope : SenderScope.values()) {
          for (boolean registered : new boolean[]{true, false}) {
            for (boolean engages : new boolean[]{true, false}) {
              for (IgnoredMessagePolicy ignored : IgnoredMessagePolicy.values()) {
                Decision decision = policy.decide(wiring(EngageMode.MENTION, "", scope, ignored),
                    new Facts(access, registered, unknown, "text", engages, () -> false));
                seen.add(String.join(" ", access.allowed() ? "access" : "stranger", unknown.wireName(),
                    scope.wireName(), registered ? "registered" : "unregistered", engages ? "engages" : "ignored",
                    ignored.wireName(), "->", name(decision)));
              }
            }
          }
        }
      }
    }
    assertThat(new TreeSet<>(seen)).hasSize(96).isEqualTo(new TreeSet<>(expectedTable()));
  }

  /// The table in the words of the specification, most general first; the first line that fits a case decides it.
  private static final String[][] RULES = { //
      {"stranger strict .*", "drop access"}, //
      {"stranger request_approval .* engages .*", "hold"}, //
      {"stranger request_approval .*", "drop engage"}, //
      {".* known unregistered .*", "drop scope"}, //
      {".* engages .*", "engage"}, //
      {".* ignored drop", "drop engage"}, //
      {".* ignored accumulate", "accumulate"}};

  private static List<String> expectedTable() {
    List<String> table = new ArrayList<>();
    for (String access : List.of("access", "stranger")) {
      for (String unknown : List.of("strict", "request_approval", "public")) {
        for (String scope : List.of("all", "known")) {
          for (String registered : List.of("registered", "unregistered")) {
            for (String engages : List.of("engages", "ignored")) {
              for (String ignored : List.of("drop", "accumulate")) {
                String facts = String.join(" ", access, unknown, scope, registered, engages, ignored);
                table.add(facts + " -> "
                    + Stream.of(RULES).filter(rule -> facts.matches(rule[0])).findFirst().orElseThrow()[1]);
              }
            }
          }
        }
      }
    }
    return table;
  }

  private static String name(Decision decision) {
    return switch (decision) {
      case Decision.Engage _ -> "engage";
      case Decision.Accumulate _ -> "accumulate";
      case Decision.Hold _ -> "hold";
      case Decision.Drop drop when drop.reason().equals("access-denied: no-access") -> "drop access";
      case Decision.Drop drop when drop.reason().startsWith("sender-scope: ") -> "drop scope";
      case Decision.Drop drop when drop.reason().equals("not-engaged: dropped") -> "drop engage";
      case Decision.Drop drop -> drop.reason();
    };
  }
}
