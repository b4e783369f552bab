/// The first screen: what waits, what runs, how much happened today, whether everything is well.
@NullMarked
package dev.ironclaw.desktop.home;

import org.jspecify.annotations.NullMarked;
