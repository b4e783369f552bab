/// What every screen stands on: the window, the way between screens, texts, colours, and calls that leave the UI thread
/// alone. Knows no screen.
@NullMarked
package dev.ironclaw.desktop.shell;

import org.jspecify.annotations.NullMarked;
