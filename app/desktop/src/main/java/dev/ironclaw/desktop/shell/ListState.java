package dev.ironclaw.desktop.shell;

/// How a list stands.
public sealed interface ListState {
  record Loading() implements ListState {}

  record Empty() implements ListState {}

  record Filled() implements ListState {}

  /// It could not be loaded.
  ///
  /// @param why what people are told
  record Failed(String why) implements ListState {}
}
