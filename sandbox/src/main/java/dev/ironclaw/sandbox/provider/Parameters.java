package dev.ironclaw.sandbox.provider;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Parameters of a request that servers of one dialect differ in. One that a server's refusal names is left out from
/// then on, for the life of the box. Threading: any thread.
final class Parameters {
  private final Set<String> optional;
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  /// @param optional in lower case, as a refusal names them
  Parameters(String... optional) {
    this.optional = Set.of(optional);
  }

  boolean has(String name) {
    return !refused.contains(name);
  }

  /// Makes the call again for each parameter that is refused by name.
  void call(Runnable call) {
    while (true) {
      try {
        call.run();
        return;
      } catch (IronclawException failed) {
        if (failed.code() != ErrorCode.INVALID_REQUEST || !leaveOut(failed.getMessage().toLowerCase(Locale.ROOT))) {
          throw failed;
        }
      }
    }
  }

  private boolean leaveOut(String words) {
    return optional.stream().anyMatch(name -> names(words, name) && refused.add(name));
  }

  /// As a word of its own: `max_tokens` is not named by `max_tokens_to_sample`.
  private static boolean names(String words, String name) {
    int at = words.indexOf(name);
    int end = at + name.length();
    return at >= 0 && (at == 0 || !isName(words.charAt(at - 1)))
        && (end == words.length() || !isName(words.charAt(end)));
  }

  private static boolean isName(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
