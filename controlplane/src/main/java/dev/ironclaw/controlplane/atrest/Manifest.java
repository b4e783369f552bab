package dev.ironclaw.controlplane.atrest;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What a backup says of itself, first of all.
///
/// @param createdAt ISO 8601
/// @param program version that made it
/// @param auditSeq the last line of its audit log
/// @param auditHash of that line
/// @param auditKey fingerprint of the log's key
/// @param workspaces whether the agents' workspaces are in it
record Manifest(int version, String createdAt, String program, long auditSeq, String auditHash, String auditKey,
    boolean workspaces) {
  static final String NAME = "manifest.json";
  private static final int VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.shared();

  static Manifest of(String createdAt, String program, long auditSeq, String auditHash, String auditKey,
      boolean workspaces) {
    return new Manifest(VERSION, createdAt, program, auditSeq, auditHash, auditKey, workspaces);
  }

  byte[] json() {
    return JSON.writeValueAsBytes(this);
  }

  static Manifest parse(byte[] json) {
    try {
      Manifest manifest = JSON.readValue(json, Manifest.class);
      if (manifest.version != VERSION) {
        throw BackupHeader.refused("it has version " + manifest.version + ", this program knows " + VERSION);
      }
      return manifest;
    } catch (JacksonException e) {
      throw BackupHeader.refused("what it says of itself can't be read", e);
    }
  }
}
