/// The brake over everything: freezes every box, cuts the way to models, holds what goes out and what would take effect,
/// and survives a restart. Asked by session, outbound, modelproxy, grant and gateway; driven by api; knows none of them.
@NullMarked
package dev.ironclaw.controlplane.panic;

import org.jspecify.annotations.NullMarked;
