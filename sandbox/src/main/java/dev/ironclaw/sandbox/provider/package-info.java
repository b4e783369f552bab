/// Model API dialects: a conversation goes out, streamed events come in. Called by the loop; reaches the model only
/// through the box client's model door, and never knows a key or an upstream.
@NullMarked
package dev.ironclaw.sandbox.provider;

import org.jspecify.annotations.NullMarked;
