package dev.ironclaw.contract;

/// How far the agent is with one inbound row. `COMPLETED` and `FAILED` are final. On the wire in lower case.
public enum AckStatus {
  PROCESSING, COMPLETED, FAILED
}
