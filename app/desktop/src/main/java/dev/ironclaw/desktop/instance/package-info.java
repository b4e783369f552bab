/// One running app for each state folder: a second start hands over what it was asked for, and ends.
@NullMarked
package dev.ironclaw.desktop.instance;

import org.jspecify.annotations.NullMarked;
