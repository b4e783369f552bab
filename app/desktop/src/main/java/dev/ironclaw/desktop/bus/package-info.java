/// The session bus of a Linux desktop: one connection, one thread that everything happens on. Whoever is on that bus
/// runs as this user, and is believed no more than that: names are followed to the program that holds them, signals
/// count when they come from it.
@NullMarked
package dev.ironclaw.desktop.bus;

import org.jspecify.annotations.NullMarked;
