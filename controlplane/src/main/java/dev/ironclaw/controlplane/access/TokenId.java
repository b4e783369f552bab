package dev.ironclaw.controlplane.access;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.regex.Pattern;

/// One named token; no secret.
public record TokenId(String value) {
  private static final Pattern FORM = Pattern.compile("tok_[0-9a-f]{16}");

  /// @throws IronclawException `INVALID_ID`
  public TokenId {
    if (!FORM.matcher(value).matches()) {
      throw new IronclawException(ErrorCode.INVALID_ID, "not a valid token id: it must match " + FORM.pattern());
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
