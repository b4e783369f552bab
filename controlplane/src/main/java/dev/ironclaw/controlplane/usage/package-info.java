/// What model calls come to: tokens and money, counted from what models say, and held within each agent's budget before
/// the call. Stands between a box and its model; called by modelproxy, through its guard, and by the API.
@NullMarked
package dev.ironclaw.controlplane.usage;

import org.jspecify.annotations.NullMarked;
