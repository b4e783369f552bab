package dev.ironclaw.controlplane.attachment;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import java.time.Instant;

/// One file of a conversation.
///
/// @param id `att_` and 32 hexadecimal digits, made from the call: a replay sends nothing twice
/// @param message the row that shows it
/// @param call that sent it
/// @param name one visible line, without folders
/// @param size in bytes
/// @param sha256 of what is in it, in hexadecimal digits
public record Attachment(String id, SessionId session, AgentGroupId agentGroup, MessageId message, MessageId call,
    String name, long size, String sha256, Instant at) {}
