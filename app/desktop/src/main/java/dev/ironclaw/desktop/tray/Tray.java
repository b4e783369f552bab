package dev.ironclaw.desktop.tray;

/// The icon in the panel.
///
/// Threading: any thread.
public interface Tray extends AutoCloseable {
  void show(TrayState state, TrayMenu menu);

  /// Reports whether somebody can see the icon now. Where it is false the only window must not be hidden.
  boolean hosted();

  @Override
  void close();
}
