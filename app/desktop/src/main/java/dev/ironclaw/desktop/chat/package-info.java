/// Talking to an agent: the conversation as it is written, what the agent asks for in it, and what the person writes.
@NullMarked
package dev.ironclaw.desktop.chat;

import org.jspecify.annotations.NullMarked;
