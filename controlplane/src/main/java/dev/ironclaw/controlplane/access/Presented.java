package dev.ironclaw.controlplane.access;

/// What a caller's text turned out to be.
public sealed interface Presented {
  /// A token that is good now.
  record Good(Token token) implements Presented {}

  /// One of ours, which is not good any more.
  record Over(Token token) implements Presented {}

  /// None of ours.
  record Unknown() implements Presented {}
}
