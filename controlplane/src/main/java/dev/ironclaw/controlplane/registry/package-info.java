/// Who and what exists: agent groups, messaging groups, wirings, users, roles, members, destinations, principals. Called
/// by almost everybody; knows nobody.
@NullMarked
package dev.ironclaw.controlplane.registry;

import org.jspecify.annotations.NullMarked;
