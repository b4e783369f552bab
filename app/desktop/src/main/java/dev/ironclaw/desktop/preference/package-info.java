/// What the app remembers of a person's wishes on this machine, and how it is started at login.
@NullMarked
package dev.ironclaw.desktop.preference;

import org.jspecify.annotations.NullMarked;
