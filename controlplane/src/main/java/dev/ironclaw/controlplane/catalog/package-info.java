/// What a new agent can be made of: tools, templates, the sections of a persona, as data in the program's resources. Called
/// by the API; changes nothing.
@NullMarked
package dev.ironclaw.controlplane.catalog;

import org.jspecify.annotations.NullMarked;
