/// The app's log: a small file of its own, which only its user can read.
@NullMarked
package dev.ironclaw.desktop.log;

import org.jspecify.annotations.NullMarked;
