/// The command line. Called by people and scripts; calls the control plane's API through the client, and the offline
/// audit verifier. Decides nothing that the control plane decides too.
@NullMarked
package dev.ironclaw.ironctl;

import org.jspecify.annotations.NullMarked;
