package dev.ironclaw.contract.api;

/// A file that came with a message; `GET /v1/sessions/{session}/attachments/{id}` has what is in it.
///
/// @param name one visible line: an agent chose it
/// @param size in bytes
/// @param sha256 in hexadecimal digits
public record AttachmentView(String id, String name, long size, String sha256) {}
