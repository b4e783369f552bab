package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// A company or server that serves models, and what is set for it.
///
/// @param title who gets the words, as people know it
/// @param dialect what agents speak to it
/// @param address scheme, host and port that are called; absent while it is not ready
/// @param ready whether an agent can be given it now
/// @param missing what to do before it is ready
/// @param keyFrom `environment`, `stored` or `none`
/// @param keyHint the last four characters of a key that is long enough to spare them
/// @param keyNeeded whether it answers nobody without a key
/// @param keyOf the provider whose key and settings it uses
/// @param keyNames environment variables that a key is taken from
/// @param ownAuthority whether its certificate must come from an authority of its own
/// @param model the one to offer first
/// @param usedBy names of the agents that it answers for, or would as a fall-back
/// @param docs where a key is made
/// @param pauses where no call is tried for a while, after failures
public record ProviderView(String name, String title, String dialect, Optional<String> address, boolean ready,
    Optional<String> missing, String keyFrom, Optional<String> keyHint, boolean keyNeeded, Optional<String> keyOf,
    List<String> keyNames, List<Setting> settings, boolean ownAuthority, Optional<String> model, List<String> usedBy,
    String docs, List<Pause> pauses) {
  public ProviderView {
    // One of before does not say.
    pauses = pauses == null ? List.of() : List.copyOf(pauses);
    keyNames = List.copyOf(keyNames);
    settings = List.copyOf(settings);
    usedBy = List.copyOf(usedBy);
  }

  /// A while in which no call is tried.
  ///
  /// @param agentGroupId the one agent that this holds for; absent: it can't be reached, for all of them
  /// @param until RFC 3339, UTC
  public record Pause(Optional<String> agentGroupId, String until) {}

  /// One setting.
  ///
  /// @param value absent where it is not set
  /// @param from `environment`, `stored`, `standard` or `none`
  /// @param names environment variables that it is taken from
  public record Setting(String name, Optional<String> value, String from, List<String> names) {
    public Setting {
      names = List.copyOf(names);
    }
  }
}
