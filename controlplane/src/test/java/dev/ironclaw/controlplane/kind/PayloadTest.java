package dev.ironclaw.controlplane.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PayloadTest {
  private static final Basis BASE = BasisFixture.of(BasisFixture.agent(4).withEnabledTools(List.of("list_dir")));

  @Test
  void readsEveryFormOfAToolList() {
    assertThat(tools("[\"write_file\",\"read_file\"]")).isEqualTo("{\"tools\":[\"read_file\",\"write_file\"]}");
    assertThat(tools("{\"tools\":[\"read_file\"]}")).isEqualTo("{\"tools\":[\"read_file\"]}");
    assertThat(tools("{\"add\":[\"read_file\",\"list_dir\"]}")).isEqualTo("{\"add\":[\"list_dir\",\"read_file\"]}");
    assertThat(tools("[]")).isEqualTo("{\"tools\":[]}");
    assertThat(tools("{\"tools\":[]}")).isEqualTo("{\"tools\":[]}");
  }

  @Test
  void readsEveryFormOfAPersona() {
    assertThat(persona("{\"persona\":\"a\"}")).isEqualTo("{\"instructions\":\"a\"}");
    assertThat(persona("{\"soul\":\"c\",\"identity\":\"b\",\"instructions\":\"\"}"))
        .isEqualTo("{\"identity\":\"b\",\"instructions\":\"\",\"soul\":\"c\"}");
  }

  @Test
  void whatIsStoredReadsBackAsTheSamePayload() {
    for (String after : List.of("[]", "{\"add\":[\"read_file\"]}")) {
      JsonNode payload = payload(ChangeKind.ENABLED_TOOLS, BasisFixture.json(after), BASE);
      assertThat(payload(ChangeKind.ENABLED_TOOLS, payload, BASE)).isEqualTo(payload);
    }
    JsonNode persona = payload(ChangeKind.PERSONA, BasisFixture.json("{\"persona\":\"\\u202ea\\n\"}"), BASE);
    assertThat(payload(ChangeKind.PERSONA, persona, BASE)).isEqualTo(persona);
  }

  @Test
  void refusesToolListsThatItDoesNotKnowAndSaysWhatItKnows() {
    for (String after : List.of("{}", "null", "\"read_file\"", "7", "[7]", "[null]", "[[\"read_file\"]]",
        "{\"tools\":\"read_file\"}", "{\"tools\":{}}", "{\"tools\":[],\"add\":[]}", "{\"remove\":[\"read_file\"]}",
        "[\"shell\"]", "[\"read_file\",\"read_file\"]", "{\"add\":[\"READ_FILE\"]}", "[\"read_file\\u200b\"]",
        "[\"reаd_file\"]")) {
      refused(ChangeKind.ENABLED_TOOLS, after, "list_dir, list_tasks");
    }
    refused(ChangeKind.ENABLED_TOOLS, "{\"remove\":[]}", "unknown field \"remove\"");
    refused(ChangeKind.ENABLED_TOOLS, "[\"read_file\\u202e\"]", "⟨U+202E⟩");
  }

  @Test
  void refusesPersonasThatItDoesNotKnowAndSaysWhatItKnows() {
    for (String after : List.of("{}", "[]", "\"x\"", "{\"soul\":7}", "{\"soul\":null}", "{\"soul\":[\"x\"]}",
        "{\"soul\":\"x\",\"tools\":[]}", "{\"persona\":\"a\",\"instructions\":\"a\"}",
        "{\"Soul\":\"x\",\"soul\":\"x\"}",
        "{\"soul\":\"a\\u0000b\"}", "{\"soul\":\"\\ud800\"}")) {
      refused(ChangeKind.PERSONA, after, "at most 2048 bytes");
    }
    refused(ChangeKind.PERSONA, "{\"tools\":[]}", "unknown field \"tools\"");
  }

  @Test
  void countsADocumentsBytesAndNotItsCharacters() {
    String fits = "é".repeat(1_024);
    assertThat(persona("{\"soul\":\"" + fits + "\"}")).contains(fits);
    refused(ChangeKind.PERSONA, "{\"soul\":\"" + fits + "x\"}", "\"soul\" has 2049 bytes");
  }

  private static JsonNode payload(ChangeKind kind, JsonNode after, Basis base) {
    return Asked.parse(kind, after, base).payload();
  }

  private static String tools(String after) {
    return payload(ChangeKind.ENABLED_TOOLS, BasisFixture.json(after), BASE).toString();
  }

  private static String persona(String after) {
    return payload(ChangeKind.PERSONA, BasisFixture.json(after), BASE).toString();
  }

  private static void refused(ChangeKind kind, String after, String words) {
    assertThatThrownBy(() -> payload(kind, BasisFixture.json(after), BASE)).as(after)
        .isInstanceOfSatisfying(IronclawException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PAYLOAD))
        .hasMessageContaining(words).hasMessageContaining("accepted: ");
  }

  @Test
  void readsKeysInAnyCaseAndRefusesDoubles() {
    assertThat(payload(ChangeKind.PERSONA, BasisFixture.json("{\"Identity\":\"a\",\"SOUL\":\"b\"}"), BASE))
        .isEqualTo(payload(ChangeKind.PERSONA, BasisFixture.json("{\"identity\":\"a\",\"soul\":\"b\"}"), BASE));
    assertThat(payload(ChangeKind.ENABLED_TOOLS, BasisFixture.json("{\"Tools\":[\"read_file\"]}"), BASE))
        .isEqualTo(payload(ChangeKind.ENABLED_TOOLS, BasisFixture.json("[\"read_file\"]"), BASE));
    for (String doubled : List.of("{\"soul\":\"a\",\"Soul\":\"b\"}", "{\"Persona\":\"a\",\"instructions\":\"b\"}")) {
      assertThatThrownBy(() -> payload(ChangeKind.PERSONA, BasisFixture.json(doubled), BASE))
          .hasMessageContaining("two fields name");
    }
    assertThatThrownBy(() -> payload(ChangeKind.ENABLED_TOOLS, BasisFixture.json("{\"add\":[],\"ADD\":[]}"), BASE))
        .hasMessageContaining("one field");
  }
}
