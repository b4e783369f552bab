package dev.ironclaw.controlplane.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.kind.ChangeCard;
import dev.ironclaw.controlplane.gateway.ChangeState;
import dev.ironclaw.controlplane.gateway.ChangeSubmission;
import dev.ironclaw.controlplane.gateway.Origin;
import dev.ironclaw.controlplane.kind.Risk;
import dev.ironclaw.controlplane.outbound.SystemActions.Outcome;
import dev.ironclaw.controlplane.queue.OutboundRow;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SystemActionHandlerTest {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");
  private static final SessionId SESSION = new SessionId("ses_0123456789abcdef");
  private static final String REQUEST = """
      {"action":"request_capability_change","payload":{"kind":"enabled_tools","payload":{"add":["write_file"]}},\
      "reason":"to write"}""";

  @TempDir
  Path folder;
  private Database state;
  private Registry registry;
  private SystemActionHandler handler;
  private final List<ChangeSubmission> submitted = new ArrayList<>();
  private Optional<IronclawException> fault = Optional.empty();

  @BeforeEach
  void open() {
    state = Database.open(folder.resolve("state.db"), new byte[32],
        StateSchema.current());
    registry = new Registry(state, Clock.systemUTC());
    handler = new SystemActionHandler((agent, _, tool, _) -> registry.agentGroup(agent)
        .filter(asking -> asking.enabledTools().contains(tool)).isPresent(),
        List.of(new CapabilityAction(this::submit)));
    put(1, "request_capability_change");
  }

  private void put(long revision, String... tools) {
    AgentGroup group = new AgentGroup(ANNA, revision, "Anna", "anna", "mock", "mock-1", BoxConfig.Persona.EMPTY,
        List.of(tools));
    state.write(connection -> revision == 1
        ? registry.createAgentGroup(connection, group)
        : registry.replaceAgentGroup(connection, group));
  }

  @AfterEach
  void close() {
    state.close();
  }

  private Outcome handle(String id, String content) {
    Session session = new Session(SESSION, ANNA, Optional.empty(), Optional.empty(), Instant.EPOCH, Instant.EPOCH);
    return handler.handle(session, new OutboundRow(1, Instant.EPOCH, new MessageOut(new MessageId(id),
        Optional.of(new MessageId("in_1")), MessageKind.SYSTEM, "webchat", "anna", Optional.empty(), content,
        Optional.empty())));
  }

  private Change submit(ChangeSubmission submission) {
    fault.ifPresent(e -> {
      throw e;
    });
    submitted.add(submission);
    ChangeId id = submission.id().orElseThrow();
    return new Change(id, ChangeKind.ENABLED_TOOLS, Optional.of(ANNA), 1, submission.after(), submission.after(),
        submission.reason(), "sandbox", submission.origin(), Instant.EPOCH, Instant.EPOCH, ChangeState.PENDING,
        Optional.empty(), Optional.empty(),
        new ChangeCard("t", Risk.RED, List.of(), List.of(), List.of(), Optional.empty(), "x", Optional.empty(), "h"));
  }

  @Test
  void takesARequestToTheGatewayAsTheAgentsOwn() {
    assertThat(handle("out_1", REQUEST)).isEqualTo(new Outcome.Handled());
    ChangeSubmission submission = submitted.getFirst();
    assertThat(submission.kind()).isEqualTo("enabled_tools");
    assertThat(submission.agentGroup()).contains(ANNA);
    assertThat(submission.after().toString()).isEqualTo("{\"add\":[\"write_file\"]}");
    assertThat(submission.reason()).contains("to write");
    assertThat(submission.requestedBy()).isEqualTo(new Principal.Agent(SESSION));
    assertThat(submission.origin()).contains(new Origin(SESSION, Optional.of(new MessageId("in_1"))));
  }

  @ParameterizedTest
  @CsvSource({"set_persona,persona", "SET_ENABLED_TOOLS,enabled_tools", "Enabled_Tools,enabled_tools",
      "install_packages,packages", "add_package,packages", "set_wiring,wiring", "grant_role,permissions",
      "add_member,permissions", "set_permissions,permissions", "add_mount,mounts", "set_mounts,mounts",
      "grant_mcp,mcp_access", "set_mcp_access,mcp_access", "add_mcp_server,mcp_register",
      "register_mcp,mcp_register", "exec,exec", "persona2,persona2"})
  void foldsOtherNamesOfAKindAndNoneThatIsNotListed(String asked, String kind) {
    handle("out_1", REQUEST.replace("\"kind\":\"enabled_tools\"", "\"kind\":\"" + asked + "\""));
    assertThat(submitted.getFirst().kind()).isEqualTo(kind);
  }

  @Test
  void answersEachRequestOfTooMany() {
    for (int i = 0; i < 3; i++) {
      fault = Optional.of(new IronclawException(ErrorCode.RATE_LIMITED, "too many: " + i));
      assertThat(handle("out_" + i, REQUEST)).isEqualTo(
          new Outcome.Refused("request_capability_change", Optional.of("enabled_tools"), ErrorCode.RATE_LIMITED,
              "too many: " + i));
    }
  }

  @Test
  void asksForTheSameChangeWhenARowIsReplayed() {
    handle("out_1", REQUEST);
    handle("out_1", REQUEST);
    handle("out_2", REQUEST);
    assertThat(submitted).extracting(ChangeSubmission::id).containsExactly(submitted.getFirst().id(),
        submitted.getFirst().id(), submitted.getLast().id());
    assertThat(submitted.getLast().id()).isNotEqualTo(submitted.getFirst().id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"enabled_tools", "{\"action\":\"exec\",\"payload\":{}}", "{}", "[]", "", "null",
      "{\"action\":\"request_capability_change\"}",
      "{\"action\":\"request_capability_change\",\"payload\":{\"kind\":1,\"payload\":{}}}",
      "{\"action\":\"noop\",\"action\":\"request_capability_change\",\"payload\":{\"kind\":\"persona\",\"payload\":{}}}",
      "{\"action\":{\"noop\":1}}", "{\"action\":\"noop\"} trailing"})
  void refusesWhatItDoesNotKnow(String content) {
    assertThat(handle("out_1", content)).isInstanceOf(Outcome.Refused.class);
    assertThat(submitted).isEmpty();
  }

  @Test
  void namesARefusedActionInOneHarmlessLine() {
    Outcome outcome = handle("out_1", "{\"action\":\"ex\\nec\\u202e" + "x".repeat(100) + "\"}");
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class,
        refused -> assertThat(refused.action()).startsWith("ex?ec?xx").hasSize(64));
  }

  @ParameterizedTest
  @ValueSource(strings = {"noop", "typing", "presence"})
  void ignoresSignsOfLife(String action) {
    assertThat(handle("out_1", "{\"action\":\"" + action + "\"}")).isEqualTo(new Outcome.Handled());
    assertThat(submitted).isEmpty();
  }

  @Test
  void refusesARequestOnceTheRightIsGone() {
    put(2, "send_message");
    assertThat(handle("out_1", REQUEST)).isInstanceOf(Outcome.Refused.class);
    assertThat(submitted).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void tellsTheAgentWhatTheGatewayRefusesAndTriesAgainWhatWasOurFault(ErrorCode code) {
    fault = Optional.of(new IronclawException(code, "submit: no"));
    boolean answer = code.type() == ErrorCode.Type.USER || code.type() == ErrorCode.Type.DENIED
        || code == ErrorCode.RATE_LIMITED;
    if (answer) {
      assertThat(handle("out_1", REQUEST))
          .isEqualTo(
              new Outcome.Refused("request_capability_change", Optional.of("enabled_tools"), code, "submit: no"));
    } else {
      assertThatThrownBy(() -> handle("out_1", REQUEST)).isSameAs(fault.get());
    }
  }
}
