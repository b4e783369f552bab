/// The one crossing: hand-written HTTP/1.1 over the unix socket, with reconnection and resumption. Called by the loop and
/// the tools through [dev.ironclaw.sandbox.boxclient.BoxClient]; knows nothing of turns, models or prompts.
@NullMarked
package dev.ironclaw.sandbox.boxclient;

import org.jspecify.annotations.NullMarked;
