/// Named tokens of the API: who holds one, what it is good for, until when. Called by `api` alone; knows nothing of HTTP.
@NullMarked
package dev.ironclaw.controlplane.access;

import org.jspecify.annotations.NullMarked;
