/// The one door to SQLite: encrypted files, numbered migrations, grouped commits. Called by every `*Store` and queue;
/// knows no table of theirs.
@NullMarked
package dev.ironclaw.controlplane.store;

import org.jspecify.annotations.NullMarked;
