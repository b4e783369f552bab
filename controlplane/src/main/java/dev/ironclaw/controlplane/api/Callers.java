package dev.ironclaw.controlplane.api;

import dev.ironclaw.controlplane.access.Presented;
import dev.ironclaw.controlplane.access.Tokens;
import java.util.Optional;

/// The state folder's own token and the named ones.
record Callers(ApiToken local, Tokens named) {
  Caller identify(String text) {
    return local.authenticate(text).<Caller>map(operator -> new Caller.Known(operator, Optional.empty()))
        .orElseGet(() -> switch (named.present(text)) {
          case Presented.Good good -> new Caller.Known(good.token().principal(), Optional.of(good.token()));
          case Presented.Over over -> new Caller.Over(over.token());
          case Presented.Unknown _ -> new Caller.Unknown();
        });
  }
}
