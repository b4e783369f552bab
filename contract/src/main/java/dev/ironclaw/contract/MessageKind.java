package dev.ironclaw.contract;

/// What a queue row carries. On the wire in lower case.
public enum MessageKind {
  CHAT, TASK, WEBHOOK, SYSTEM
}
