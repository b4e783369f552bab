/// Finds secrets in what is about to leave or to enter: known ones by their value, others by their form. Called wherever
/// text crosses; knows nobody who calls.
@NullMarked
package dev.ironclaw.controlplane.leak;

import org.jspecify.annotations.NullMarked;
