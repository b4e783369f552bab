package dev.ironclaw.controlplane.question;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.outbound.Place;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// One question, as it is stored.
///
/// @param id `qst_` and 32 hexadecimal digits, made from the row that asked: a replay asks nothing twice
/// @param inReplyTo the row whose turn it was asked in
/// @param place where it was asked, and where a reply answers it
/// @param form its words
/// @param settled how it ended; empty while it is open
public record Question(String id, SessionId session, AgentGroupId agentGroup, Optional<MessageId> inReplyTo,
    Place place, QuestionForm form, Instant askedAt, Instant expiresAt, State state, Optional<Settled> settled) {

  /// How far it is.
  public enum State {
    OPEN, ANSWERED, EXPIRED, WITHDRAWN;

    /// As in the database and on the wire.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State ofWireName(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /// The end of a question.
  ///
  /// @param answer the option or the words; empty where nobody answered
  /// @param by who did it, as a principal's name
  /// @param name what the agent is told of who did it
  /// @param row id of the inbound row that tells the agent
  public record Settled(Optional<String> answer, String by, String name, Instant at, MessageId row) {}

  Question settledAs(State end, Settled how) {
    return new Question(id, session, agentGroup, inReplyTo, place, form, askedAt, expiresAt, end, Optional.of(how));
  }
}
