/// What a person sets for the app, for themselves and for the control plane, and what is in force.
@NullMarked
package dev.ironclaw.desktop.settings;

import org.jspecify.annotations.NullMarked;
