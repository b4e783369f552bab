package dev.ironclaw.desktop.shell;

/// What a screen shows and what can be done there, without a scene graph.
///
/// Threading: the UI thread alone.
public interface ViewModel {
  /// Loads, and listens to what changes. After [#stop] it may be started again.
  void start();

  /// Ends everything that [#start] began: no listener and no answer reaches it afterwards.
  void stop();
}
