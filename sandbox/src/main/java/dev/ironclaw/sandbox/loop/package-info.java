/// One agent at work: inbound rows become turns, turns become rows, and every step is journalled so that a killed box
/// goes on where it was. Calls boxclient, provider and tool; opens no socket and no file itself.
@NullMarked
package dev.ironclaw.sandbox.loop;

import org.jspecify.annotations.NullMarked;
