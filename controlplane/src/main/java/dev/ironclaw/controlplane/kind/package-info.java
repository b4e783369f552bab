/// The kinds of change, one file each with its payload's: what a request may say, when nobody may let it through, what a
/// human is shown, and which rows of the registry it edits. Pure: sees a [Basis], the registry as of one moment, and gives
/// values. Called by gateway; calls registry's value types. Knows no database, no clock, no principal.
@NullMarked
package dev.ironclaw.controlplane.kind;

import org.jspecify.annotations.NullMarked;
