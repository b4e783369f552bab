/// Ways from a container to approved hosts: `CONNECT` on its own socket, names looked up and addresses chosen by the host,
/// TLS passed through unread. Called by whoever serves a container's socket; knows nothing of jobs or commands.
@NullMarked
package dev.ironclaw.controlplane.tunnel;

import org.jspecify.annotations.NullMarked;
