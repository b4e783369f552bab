package dev.ironclaw.desktop.shell;

/// What is asked before something dangerous is done.
///
/// @param title what would be done
/// @param words what that means, and what of it can't be undone
/// @param yes the button that does it
/// @param act does it
public record Question(String title, String words, String yes, Runnable act) {}
