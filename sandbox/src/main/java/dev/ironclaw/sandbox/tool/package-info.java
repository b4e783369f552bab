/// What the model may ask for, one file each. Called by the loop. Nothing here enforces anything: the host does, by what it
/// mounts and by what its doors answer.
@NullMarked
package dev.ironclaw.sandbox.tool;

import org.jspecify.annotations.NullMarked;
