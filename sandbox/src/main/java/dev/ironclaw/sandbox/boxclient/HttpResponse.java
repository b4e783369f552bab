package dev.ironclaw.sandbox.boxclient;

/// A response whose head was read; the body is still to come.
record HttpResponse(int status, HttpBody body) {}
