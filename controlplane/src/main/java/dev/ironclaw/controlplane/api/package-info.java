/// The only way in for people and programs: authenticates, limits, parses, calls one thing, answers. Knows HTTP;
/// decides nothing.
@NullMarked
package dev.ironclaw.controlplane.api;

import org.jspecify.annotations.NullMarked;
