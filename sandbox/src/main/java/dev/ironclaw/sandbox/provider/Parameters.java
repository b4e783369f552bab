package dev.ironclaw.sandbox.provider;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.Comparator;
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
        if (failed.code() != ErrorCode.INVALID_REQUEST
            || !leaveOut(String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT))) {
          throw failed;
        }
      }
    }
  }

  /// The one that is named first: what stands after it is mostly the advice what to use in its place.
  private boolean leaveOut(String words) {
    return optional.stream().filter(name -> has(name) && at(words, name) < words.length())
        .min(Comparator.comparingInt(name -> at(words, name))).map(refused::add).orElse(false);
  }

  /// Where it is named as a word of its own, which `max_tokens` is not in `max_tokens_to_sample`; the length where not.
  private static int at(String words, String name) {
    for (int at = words.indexOf(name); at >= 0; at = words.indexOf(name, at + 1)) {
      int end = at + name.length();
      if ((at == 0 || !isName(words.charAt(at - 1))) && (end == words.length() || !isName(words.charAt(end)))) {
        return at;
      }
    }
    return words.length();
  }

  private static boolean isName(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
