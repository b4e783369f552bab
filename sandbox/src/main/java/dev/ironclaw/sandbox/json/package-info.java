/// JSON as a small immutable tree, read and written by streaming with limits on depth, size and count. Called by every
/// package that meets the wire; knows nothing of what the words mean.
@NullMarked
package dev.ironclaw.sandbox.json;

import org.jspecify.annotations.NullMarked;
