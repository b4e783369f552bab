package dev.ironclaw.desktop.shell;

/// What a screen shows and what can be done there, without a scene graph.
///
/// Threading: the UI thread alone.
public interface ViewModel {
  /// Loads, and listens to what changes. After [#stop] it may be started again.
  void start();

  /// Ends everything that [#start] began: no listener and no answer reaches it afterwards.
  void stop();

  /// Several that are shown together.
  static ViewModel of(ViewModel... parts) {
    return new ViewModel() {
      @Override
      public void start() {
        for (ViewModel part : parts) {
          part.start();
        }
      }

      @Override
      public void stop() {
        for (ViewModel part : parts) {
          part.stop();
        }
      }
    };
  }
}
