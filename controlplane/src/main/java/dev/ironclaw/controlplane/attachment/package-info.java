/// Files that go along with messages: taken out of an agent's workspace, kept sealed in the state, shown and handed out. Called by
/// the `tools` door and the API; knows queues and the registry, and nothing of boxes.
@NullMarked
package dev.ironclaw.controlplane.attachment;

import org.jspecify.annotations.NullMarked;
