package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxConfig;
import java.util.Set;

/// What the doors know of a bound box: [BoxBinding] with the queue narrowed to what a box may do.
record Bound(SessionId session, BoxQueue queue, BoxConfig config, Set<String> rights, String upstream) {
  Bound {
    rights = Set.copyOf(rights);
  }

  static Bound of(BoxBinding binding) {
    return new Bound(binding.session(), BoxQueue.of(binding.queue()), binding.config(), binding.rights(),
        binding.upstream());
  }
}
