/// What agents do on the web, as tools that the host does for them: fetch, search, ask for hosts; and what they read of a page.
/// Called by box (the `tools` door); calls egress for every byte that leaves, and gateway to ask. Decides on no right itself.
@NullMarked
package dev.ironclaw.controlplane.web;

import org.jspecify.annotations.NullMarked;
