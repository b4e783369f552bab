package dev.ironclaw.desktop.shell;

/// What a person is told while there is no control plane to show.
///
/// Threading: the UI thread.
public interface Starting {
  /// Something goes on.
  void waits(String words);

  /// It did not work out, and a person may try again.
  ///
  /// @param sentences all that is said
  void failed(String sentences);

  /// Another way on, beside trying again; gone with the next words.
  ///
  /// @param button its word
  void offers(String button, Runnable work);
}
