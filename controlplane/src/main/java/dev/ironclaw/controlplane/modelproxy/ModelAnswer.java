package dev.ironclaw.controlplane.modelproxy;

import org.eclipse.jetty.http.HttpFields;

/// A model's whole answer, as the guard let it through.
///
/// @param status the upstream's
/// @param headers those that may cross
/// @param body may end in its midst only where the upstream's own end is there
@SuppressWarnings("ArrayRecordComponent") // Handed on once, to be parsed.
public record ModelAnswer(int status, HttpFields headers, byte[] body) {}
