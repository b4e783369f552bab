/// Runs a box and nothing weaker: the spec, the OCI bundle, the isolators, posture. Called by session; knows no
/// session, message or model.
@NullMarked
package dev.ironclaw.controlplane.isolation;

import org.jspecify.annotations.NullMarked;
