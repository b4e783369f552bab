package dev.ironclaw.controlplane.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.BoxCommit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CommitPolicyTest {
  private final CommitPolicy policy = new CommitPolicy(new BoxRequests());
  private final FakeQueue queue = new FakeQueue();

  @BeforeEach
  void receive() {
    queue.push("in_1", "{}");
    queue.push("in_2", "{}", "telegram", Optional.of("topic"));
  }

  private void check(Set<String> rights, MessageOut... rows) {
    policy.check(new BoxCommit(Arrays.asList(rows), List.of(), List.of()), rights, queue::inbound);
  }

  private void refused(ErrorCode code, Set<String> rights, MessageOut... rows) {
    assertThatThrownBy(() -> check(rights, rows)).isInstanceOf(IronclawException.class)
        .hasMessageContaining(rows[rows.length - 1].id().value())
        .extracting(e -> ((IronclawException) e).code()).isEqualTo(code);
  }

  private static MessageOut chat(String id, String inReplyTo, String channel, String thread) {
    return new MessageOut(new MessageId(id), Optional.of(inReplyTo).filter(to -> !to.isEmpty()).map(MessageId::new),
        MessageKind.CHAT, channel, "main", Optional.of(thread).filter(t -> !t.isEmpty()), "hi", Optional.empty());
  }

  private static MessageOut system(String content) {
    return new MessageOut(new MessageId("out_s"), Optional.empty(), MessageKind.SYSTEM, "webchat", "main",
        Optional.empty(), content, Optional.empty());
  }

  @Test
  void letsTheOneReplyToAnInboundRowGoBackToItsOriginWithoutARight() {
    assertThatCode(() -> check(Set.of(), chat("out_in_1", "in_1", "webchat", ""),
        chat("out_in_2", "in_2", "telegram", "topic"))).doesNotThrowAnyException();
  }

  @Test
  void needsSendMessageForAReplyThatGoesElsewhere() {
    refused(ErrorCode.DENIED, Set.of(), chat("out_in_1", "in_1", "telegram", ""));
    refused(ErrorCode.DENIED, Set.of(), chat("out_in_2", "in_2", "telegram", ""));
    refused(ErrorCode.DENIED, Set.of(), chat("out_in_2", "in_2", "telegram", "other"));
  }

  @Test
  void needsSendMessageForASecondReplyAndForAReplyToNothing() {
    refused(ErrorCode.DENIED, Set.of(), chat("out_in_1_0_0", "in_1", "webchat", ""));
    refused(ErrorCode.DENIED, Set.of(), chat("out_in_9", "in_9", "webchat", ""));
    refused(ErrorCode.DENIED, Set.of(), chat("out_in_1", "in_2", "webchat", ""));
    refused(ErrorCode.DENIED, Set.of(), chat("out_in_1", "", "webchat", ""));
    assertThatCode(() -> check(Set.of("send_message"), chat("x", "", "telegram", "any"))).doesNotThrowAnyException();
  }

  @Test
  void refusesAllForTheLastRow() {
    refused(ErrorCode.DENIED, Set.of(), chat("out_in_1", "in_1", "webchat", ""), chat("bad", "", "webchat", ""));
  }

  @Test
  void needsTheRightThatAKnownActionNames() {
    String change = "{\"action\":\"request_capability_change\",\"payload\":{},\"reason\":\"\"}";
    refused(ErrorCode.DENIED, Set.of("send_message"), system(change));
    assertThatCode(() -> check(Set.of("request_capability_change"), system(change))).doesNotThrowAnyException();
  }

  @Test
  void storesAnUnknownActionForTheOutboundSideToRefuse() {
    assertThatCode(() -> check(Set.of(), system("{\"action\":\"self_edit\"}"))).doesNotThrowAnyException();
  }

  @Test
  void refusesASystemRowThatNamesNoAction() {
    refused(ErrorCode.INVALID_PAYLOAD, Set.of(), system("not json"));
    refused(ErrorCode.INVALID_PAYLOAD, Set.of(), system("[]"));
    refused(ErrorCode.INVALID_PAYLOAD, Set.of(), system("{\"action\":7}"));
    refused(ErrorCode.INVALID_PAYLOAD, Set.of(), system("{\"action\":\"a\",\"action\":\"send_message\"}"));
  }

  @Test
  void refusesASystemRowThatIsTooLargeToBeARequest() {
    String fits = "{\"action\":\"x\",\"a\":\"" + "é".repeat(8_000) + "\"}";
    assertThatCode(() -> check(Set.of(), system(fits))).doesNotThrowAnyException();
    refused(ErrorCode.TOO_LARGE, Set.of(), system("{\"action\":\"x\",\"a\":\"" + "é".repeat(8_200) + "\"}"));
  }

  @Test
  void refusesASystemRowThatAnswersWhatTheSessionHasNot() {
    MessageOut row = system("{\"action\":\"x\"}");
    refused(ErrorCode.DENIED, Set.of(), answering(row, "in_9"));
    assertThatCode(() -> check(Set.of(), answering(row, "in_1"))).doesNotThrowAnyException();
  }

  private static MessageOut answering(MessageOut row, String inReplyTo) {
    return new MessageOut(row.id(), Optional.of(new MessageId(inReplyTo)), row.kind(), row.channelType(),
        row.platformId(), row.threadId(), row.content(), row.deliverAfter());
  }

  @Test
  void refusesTheIdOfARowThatTheHostWroteOrWillWrite() {
    queue.push("plain", "{}");
    for (String id : List.of("plain", "in_7", "sys_7")) {
      refused(ErrorCode.INVALID_REQUEST, Set.of("send_message"), chat(id, "", "webchat", ""));
      refused(ErrorCode.INVALID_REQUEST, Set.of(), new MessageOut(new MessageId(id), Optional.empty(),
          MessageKind.SYSTEM, "webchat", "main", Optional.empty(), "{\"action\":\"x\"}", Optional.empty()));
    }
  }

  @Test
  void keepsAllButWhatOnlyInforms() {
    for (String action : List.of("ack", "noop", "presence", "typing")) {
      assertThat(policy.isKept(system("{\"action\":\"" + action + "\"}"))).isFalse();
    }
    assertThat(policy.isKept(system("{\"action\":\"self_edit\"}"))).isTrue();
    assertThat(policy.isKept(chat("out_in_1", "in_1", "webchat", ""))).isTrue();
  }

  @Test
  void refusesARowThatComesTwiceInOneCommit() {
    refused(ErrorCode.INVALID_REQUEST, Set.of(), chat("out_in_1", "in_1", "webchat", ""),
        chat("out_in_1", "in_1", "webchat", ""));
  }

  @Test
  void refusesAcksForRowsThatTheSessionHasNot() {
    assertThatThrownBy(() -> policy.check(new BoxCommit(List.of(),
        List.of(new BoxCommit.Ack(new MessageId("in_9"), AckStatus.COMPLETED)), List.of()), Set.of(),
        queue::inbound)).isInstanceOf(IronclawException.class).hasMessageContaining("in_9");
  }
}
