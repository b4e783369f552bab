package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The operator's wish that jobs' paths be served on a port of this machine too.
public final class LoopbackPort {
  public static final String VARIABLE = "ORCHESTRATOR_PORT";
  private static final int MOST = 65_535;
  private static final Pattern FORM = Pattern.compile("(?:(?:127\\.0\\.0\\.1|localhost):)?([0-9]{1,5})");

  private LoopbackPort() {}

  /// Reads it.
  ///
  /// @return empty where nothing is wished
  /// @throws IronclawException `CONFIGURATION` for what is no port, or an address that others reach
  public static OptionalInt of(Map<String, String> environment) {
    String said = environment.getOrDefault(VARIABLE, "").strip();
    if (said.isEmpty()) {
      return OptionalInt.empty();
    }
    Matcher form = FORM.matcher(said);
    if (!form.matches() || Integer.parseInt(form.group(1)) < 1 || Integer.parseInt(form.group(1)) > MOST) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "read " + VARIABLE
          + " from the environment: it must be a port from 1 to 65535, which is listened on at 127.0.0.1 alone; "
          + "containers need none, for each has a socket of its own");
    }
    return OptionalInt.of(Integer.parseInt(form.group(1)));
  }
}
