package dev.ironclaw.controlplane.kind;

import static dev.ironclaw.controlplane.kind.KindRig.ANNA;
import static dev.ironclaw.controlplane.kind.KindRig.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WiringKindTest extends KindFixture {
  private static final ChangeKind WIRING = ChangeKind.WIRING;
  private static final String MINIMAL = "{\"put\":{\"channelType\":\"webchat\",\"platformId\":\"room\"}}";

  private static String put(String more) {
    return "{\"put\":{\"channelType\":\"webchat\",\"platformId\":\"room\"" + more + "}}";
  }

  @Test
  void fillsInEveryDefaultAndTheSameIdEachTime() {
    String direct = rig.ask(WIRING, ANNA, MINIMAL).payload().toString();
    assertThat(direct).contains("\"engageMode\":\"pattern\",\"engagePattern\":\".\",\"senderScope\":\"all\"",
        "\"ignoredMessagePolicy\":\"drop\",\"sessionMode\":\"shared\",\"priority\":0", "\"id\":\"wr_")
        .doesNotContain("unknownSenderPolicy");
    assertThat(rig.ask(WIRING, ANNA, MINIMAL).payload().toString()).isEqualTo(direct);
    assertThat(rig.ask(WIRING, BEN, MINIMAL).payload().path("put").path("id"))
        .isNotEqualTo(rig.ask(WIRING, ANNA, MINIMAL).payload().path("put").path("id"));
    assertThat(rig.ask(WIRING, ANNA, put(",\"is_group\":true")).payload().toString())
        .contains("\"engageMode\":\"mention\"");
  }

  @Test
  void undoesWhatItDidWithThePolicyOfThePlace() {
    rig.undoesExactly(WIRING, ANNA, put(",\"unknownSenderPolicy\":\"public\",\"isGroup\":true"));
    rig.undoesExactly(WIRING, ANNA, MINIMAL);
    String id = rig.applied(WIRING, ANNA, put(",\"unknownSenderPolicy\":\"request_approval\"")).path("remove")
        .stringValue();
    rig.undoesExactly(WIRING, ANNA, put(",\"priority\":7,\"sessionMode\":\"per-thread\""));
    rig.undoesExactly(WIRING, ANNA, put(",\"unknownSenderPolicy\":\"strict\",\"engagePattern\":\"(?i)anna\""));
    rig.undoesExactly(WIRING, ANNA, "{\"remove\":\"" + id + "\"}");
    rig.undoesExactly(WIRING, ANNA, "{\"remove\":\"" + id + "\",\"unknownSenderPolicy\":\"public\"}");
  }

  @Test
  void refusesEveryWrongField() {
    for (String wrong : List.of("{}", "[]", "null", "{\"put\":[]}", "{\"put\":{}}", "{\"put\":{\"platformId\":\"x\"}}",
        "{\"put\":{\"channelType\":\"Web Chat\",\"platformId\":\"x\"}}",
        "{\"remove\":7}", "{\"remove\":\"dev\"}", "{\"remove\":\"wr_a\",\"egress\":[]}",
        "{\"egress\":[\"example.org\"],\"unknownSenderPolicy\":\"public\"}",
        put(",\"id\":\"dev\""), put(",\"instance\":7"), put(",\"isGroup\":\"yes\""), put(",\"engageMode\":\"always\""),
        put(",\"engagePattern\":[]"), put(",\"engagePattern\":\"" + "x".repeat(513) + "\""),
        put(",\"senderScope\":\"ALL\""), put(",\"ignoredMessagePolicy\":true"), put(",\"sessionMode\":\"own\""),
        put(",\"priority\":1.5"), put(",\"priority\":1000001"), put(",\"priority\":99999999999999999999"),
        put(",\"unknownSenderPolicy\":\"open\""), put(",\"agentGroup\":\"ben\""))) {
      rig.refuses(WIRING, ANNA, wrong, "submit a change of kind wiring");
    }
  }

  @Test
  void refusesWhatHides() {
    rig.refuses(WIRING, ANNA, put(",\"platform_id\":\"other\""), "two fields name");
    rig.refuses(WIRING, ANNA, "{\"put\":{\"channelType\":\"webchat\",\"platformId\":\"ro\\u200bom\"}}", "⟨U+200B⟩");
    rig.refuses(WIRING, ANNA, "{\"put\":{\"channelType\":\"webchat\",\"platformId\":\"rооm\"}}", "mixes letters");
    rig.refuses(WIRING, ANNA, "{\"put\":{\"channelType\":\"webchat\",\"platformId\":\"ｒoom\"}}", "another way");
    rig.refuses(WIRING, ANNA, put(",\"engagePattern\":\"a\\u202eb\""), "⟨U+202E⟩");
    rig.refuses(WIRING, ANNA, put(",\"x\":" + "[".repeat(400) + "]".repeat(400)), "unknown field");
  }

  @Test
  void rejectsPatternsThatNobodyShouldRun() {
    for (String pattern : List.of("(", "((a{100}){100}){100}", "(?<=a)b", "a{1001}", "\\\\1")) {
      rig.rejects(WIRING, ANNA, put(",\"engagePattern\":\"" + pattern + "\""), "no RE2 expression");
    }
  }

  @Test
  void rejectsWhatIsTakenOrWiredAlready() {
    rig.applied(WIRING, ANNA, put(",\"id\":\"wr_a\""));
    rig.rejects(WIRING, BEN, put(",\"id\":\"wr_a\""), "another agent");
    rig.rejects(WIRING, ANNA, MINIMAL, "already, as wr_a");
    rig.rejects(WIRING, ANNA, put(",\"id\":\"wr_a\""), "no effect");
    rig.rejects(WIRING, ANNA, "{\"put\":{\"id\":\"wr_a\",\"channelType\":\"webchat\",\"platformId\":\"attic\"}}",
        "another place");
    rig.rejects(WIRING, BEN, put(",\"isGroup\":true"), "is no group");
    rig.rejects(WIRING, BEN, "{\"remove\":\"wr_a\"}", "this agent has no wiring wr_a");
    rig.rejects(WIRING, ANNA, "{\"remove\":\"wr_b\"}", "this agent has no wiring wr_b");
  }

  @Test
  void holdsOnlyWhileTheIdIsNobodyElsesAndThePlaceIsAsItWas() {
    List<RegistryEdit> bens = rig.ask(WIRING, BEN, put(",\"id\":\"wr_b\"")).edits();
    List<RegistryEdit> bensToo = rig.ask(WIRING, BEN,
        "{\"put\":{\"id\":\"wr_a\",\"channelType\":\"webchat\",\"platformId\":\"attic\"}}").edits();
    rig.applied(WIRING, ANNA, put(",\"id\":\"wr_a\",\"unknownSenderPolicy\":\"public\""));
    String now = rig.everything();
    assertThat(rig.write(bens)).as("strangers are let in there now").isFalse();
    assertThat(rig.write(bensToo)).as("the id is taken now").isFalse();
    assertThat(rig.everything()).isEqualTo(now);
  }

  @Test
  void ratesByWhoIsLetIn() {
    assertThat(rig.ask(WIRING, ANNA, MINIMAL).card().risk()).isEqualTo(Risk.AMBER);
    assertThat(rig.ask(WIRING, ANNA, put(",\"unknownSenderPolicy\":\"public\"")).card().risk()).isEqualTo(Risk.RED);
    rig.applied(WIRING, ANNA, put(",\"id\":\"wr_a\",\"unknownSenderPolicy\":\"public\""));
    assertThat(rig.ask(WIRING, BEN, MINIMAL).card().risk()).as("a place that is public already").isEqualTo(Risk.RED);
    assertThat(rig.ask(WIRING, ANNA, "{\"remove\":\"wr_a\"}").card().risk()).isEqualTo(Risk.GREEN);
    rig.applied(WIRING, ANNA, put(",\"id\":\"wr_a\",\"unknownSenderPolicy\":\"strict\""));
    assertThat(rig.ask(WIRING, ANNA, "{\"remove\":\"wr_a\",\"unknownSenderPolicy\":\"public\"}").card().risk())
        .isEqualTo(Risk.RED);
  }

  @Test
  void addsHostsToWhatItMayReachAndTakesThemAwayAgain() {
    String hosts = "{\"egress\":[\"bücher.example.com\",\"GET api.example.com/docs\",\"93.184.216.34\","
        + "\"2606:4700::1111\",\"POST api.example.com:8443/v1\",\"https://example.org/\"]}";
    Asked<?> asked = rig.ask(WIRING, ANNA, hosts);
    assertThat(asked.unavailable()).isEmpty();
    assertThat(asked.limits()).containsExactlyInAnyOrder(Limit.UNTIL, Limit.SESSION);
    assertThat(asked.payload().toString()).isEqualTo("{\"egress\":[\"93.184.216.34\",\"GET api.example.com/docs\","
        + "\"POST api.example.com:8443/v1\",\"[2606:4700::1111]\",\"example.org\",\"xn--bcher-kva.example.com\"]}");
    assertThat(rig.ask(WIRING, ANNA, asked.payload().toString()).payload()).isEqualTo(asked.payload());
    assertThat(KindRig.text(asked.card())).contains("xn--bcher-kva.example.com (written bücher.example.com)",
        "read from api.example.com, below /docs",
        "send POST requests with anything it knows to api.example.com, port 8443");
    rig.undoesExactly(WIRING, ANNA, hosts);
    rig.applied(WIRING, ANNA, "{\"egress\":[\"example.org\",\"GET api.example.com/docs\"]}");
    rig.undoesExactly(WIRING, ANNA, "{\"egress\":[\"example.org\",\"example.net\"]}");
    rig.undoesExactly(WIRING, ANNA, "{\"egressRemove\":[\"example.org\",\"example.net\"]}");
    rig.rejects(WIRING, ANNA, "{\"egress\":[\"example.org\"]}", "no effect");
    rig.rejects(WIRING, BEN, "{\"egressRemove\":[\"example.org\"]}", "no effect");
  }

  @Test
  void ratesHostsByWhatCanGoThere() {
    assertThat(rig.ask(WIRING, ANNA, "{\"egress\":[\"GET example.org/docs\"]}").card().risk()).isEqualTo(Risk.AMBER);
    for (String wide : List.of("example.org", "GET example.org", "example.org/docs", "POST example.org/docs")) {
      assertThat(rig.ask(WIRING, ANNA, "{\"egress\":[\"GET example.org/a\",\"" + wide + "\"]}").card().risk()).as(wide)
          .isEqualTo(Risk.RED);
    }
    rig.applied(WIRING, ANNA, "{\"egress\":[\"example.org\"]}");
    assertThat(rig.ask(WIRING, ANNA, "{\"egressRemove\":[\"example.org\"]}").card().risk()).isEqualTo(Risk.GREEN);
  }

  @Test
  void refusesHostsThatAreNoneOrHideWhereTheyLead() {
    for (String wrong : List.of("", "http://example.org", "example.org:0", "example.org:99999", "example.org:x",
        "get example.org", "TRACE example.org", "GET  example.org", "user@example.org", "example.org?q",
        "*.example.org",
        "example.org/a?b", "example.org/a#b", "example.org/../a", "example.org/a/%2E%2e/b", "example.org//a",
        "example.org/a/..;/b", "example.org/a/..;x", "example.org/a/%2e%3B/b", "example.org/a/%252e%252e/b",
        "example.org/a b", "example.org.", "127.0.0.1", "[::1]", "::1", "[::ffff:10.0.0.1]", "64:ff9b::a00:1",
        "2002:a00:1::", "0x7f.1", "2130706433", "localhost", "metadata.internal", "169.254.169.254:443")) {
      rig.refuses(WIRING, ANNA, "{\"egress\":[\"" + wrong + "\"]}", "submit a change of kind wiring");
    }
    rig.refuses(WIRING, ANNA, "{\"egress\":[]}", "names no host");
  }

  @Test
  void showsTheWholeEffectOfAWiring() throws IOException {
    rig.showsAs("wiring", WIRING, ANNA,
        put(",\"id\":\"wr_a\",\"engagePattern\":\"(?i)anna\",\"unknownSenderPolicy\":\"public\""));
  }
}
