package dev.ironclaw.sandbox.boxclient;

import java.util.Optional;

/// A response whose head was read; the body is still to come.
record HttpResponse(int status, Optional<String> retryAfter, HttpBody body) {}
