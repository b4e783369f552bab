/// A control plane that says what a test wants, and screens without a display.
@NullMarked
package dev.ironclaw.desktop.testing;

import org.jspecify.annotations.NullMarked;
