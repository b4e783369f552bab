/// Tools that the host does for a box, one class each, and the list of those that exist. Called by box (the `tools` door);
/// knows neither doors nor boxes: who may call what is decided before a call comes here.
@NullMarked
package dev.ironclaw.controlplane.hosttool;

import org.jspecify.annotations.NullMarked;
