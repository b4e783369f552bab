package dev.ironclaw.controlplane.provider;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;

/// What can be a provider's key: one word that fits into a header.
final class ProviderKey {
  static final int MAX_CHARS = 8_192;

  private ProviderKey() {}

  static boolean isKey(String text) {
    return text.length() <= MAX_CHARS && text.matches("[!-~]+");
  }

  /// Without the blanks and line ends around it that copying leaves there.
  ///
  /// @throws IronclawException `INVALID_REQUEST`, without what was given
  static String checked(String given) {
    String key = given.strip();
    if (!isKey(key)) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "connect a provider: its key is one word without blanks, of "
              + "at most " + MAX_CHARS + " characters");
    }
    return key;
  }
}
