/// One typed method for each route of the control plane's API, over TCP or its unix socket, and the event stream. Called
/// by `ironctl`, the desktop app and programs of others; knows HTTP and the contract, and decides nothing.
@NullMarked
package dev.ironclaw.client;

import org.jspecify.annotations.NullMarked;
