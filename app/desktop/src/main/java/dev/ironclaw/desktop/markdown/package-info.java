/// Markdown of agents as nodes: nothing in it loads anything, opens anything by itself or makes the app slow.
@NullMarked
package dev.ironclaw.desktop.markdown;

import org.jspecify.annotations.NullMarked;
