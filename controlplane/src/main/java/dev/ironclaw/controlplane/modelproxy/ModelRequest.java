package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.SessionId;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;

/// One model call as a box asks for it.
///
/// @param upstream the name of the session's one upstream, from its binding and never from the request
/// @param path the upstream's path, raw: what stood behind the model door's own path
/// @param headers the box's headers; all but an allow-list are dropped
/// @param body the whole body, over an array
public record ModelRequest(SessionId session, String upstream, String path, HttpFields headers, ByteBuffer body) {}
