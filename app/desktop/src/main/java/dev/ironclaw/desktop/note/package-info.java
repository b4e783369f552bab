/// What an agent remembers: found, read, corrected and erased by the people whom it is about. Called by the screen of the
/// agents; knows nothing of agents but an id.
@NullMarked
package dev.ironclaw.desktop.note;

import org.jspecify.annotations.NullMarked;
