package dev.ironclaw.controlplane.access;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.Set;
import java.util.regex.Pattern;

/// A token's name, as it stands in `decidedBy` and in the audit log after `operator:`. None can be taken for the machine's
/// owner, the control plane, a box or a person in a chat.
public record TokenName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final Set<String> RESERVED = Set.of("local", "system", "verifier", "timeout", "auto", "sandbox",
      "user", "operator", "anonymous");

  /// @throws IronclawException `INVALID_REQUEST`
  public TokenName {
    if (!FORM.matcher(value).matches()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "a token's name has 1 to 32 characters of a-z, 0-9 and '-', and does not start with '-'");
    }
    if (RESERVED.contains(value)) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "no token can be named '" + value + "': that is somebody else's name in the audit log");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
