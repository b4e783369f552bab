package dev.ironclaw.desktop.demo;

/// The story did not go as it must.
final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }
}
