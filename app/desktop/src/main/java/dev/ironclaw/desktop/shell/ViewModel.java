package dev.ironclaw.desktop.shell;

import java.util.stream.Stream;

/// What a screen shows and what can be done there, without a scene graph.
///
/// Threading: the UI thread alone.
public interface ViewModel {
  /// Loads, and listens to what changes. After [#stop] it may be started again.
  void start();

  /// Ends everything that [#start] began: no listener and no answer reaches it afterwards.
  void stop();

  /// True while something that a person wrote is neither sent nor saved, and would be lost with the program.
  default boolean isUnsaved() {
    return false;
  }

  /// True while something is shown that nobody can see again once this is stopped.
  default boolean isShownOnce() {
    return false;
  }

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

      @Override
      public boolean isUnsaved() {
        return Stream.of(parts).anyMatch(ViewModel::isUnsaved);
      }

      @Override
      public boolean isShownOnce() {
        return Stream.of(parts).anyMatch(ViewModel::isShownOnce);
      }
    };
  }
}
