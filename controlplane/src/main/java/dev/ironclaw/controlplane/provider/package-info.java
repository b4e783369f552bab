/// Companies and servers that serve models: what is known of each, what the operator has set, and the upstreams that come
/// of it, live. Called by the root package and the API; knows the proxy's words for an upstream, and nothing of boxes.
@NullMarked
package dev.ironclaw.controlplane.provider;

import org.jspecify.annotations.NullMarked;
