package dev.ironclaw.controlplane.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.CommandApi;
import dev.ironclaw.contract.job.CommandPolicy;
import dev.ironclaw.controlplane.kind.HostPattern;
import dev.ironclaw.controlplane.registry.CommandRight;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What may be run at all, and by whom. Pure.
final class CommandRules {
  static final int LEAST_OUTPUT = 2;
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration LONGEST_FULL = Duration.ofHours(1);
  private static final int MOST_WORDS = 1_024;
  private static final int MOST_BYTES = 128 * 1024;
  private static final int MOST_VARIABLES = 50;
  private static final int MOST_HOSTS = 32;
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
  private static final String OWN = "IRONCLAW_";

  private CommandRules() {}

  /// @throws IronclawException `INVALID_REQUEST`, `TOO_LARGE`
  static void check(CommandRequest request) {
    if (request.argv().isEmpty() || request.argv().getFirst().isEmpty()) {
      throw wrong("it has no program: say \"command\" or \"argv\"");
    }
    if (request.argv().size() > MOST_WORDS || request.environment().size() > MOST_VARIABLES) {
      throw wrong("at most " + MOST_WORDS + " arguments and " + MOST_VARIABLES + " variables");
    }
    request.environment().keySet().stream()
        .filter(name -> !VARIABLE.matcher(name).matches() || name.startsWith(OWN)).findFirst().ifPresent(name -> {
          throw wrong("a variable's name has up to 64 letters, digits and _, does not begin with a digit or " + OWN);
        });
    long bytes = texts(request).mapToLong(text -> text.getBytes(UTF_8).length + 1L).sum();
    if (bytes > MOST_BYTES) {
      throw new IronclawException(ErrorCode.TOO_LARGE, "run a command: command and variables have " + bytes
          + " bytes and may have " + MOST_BYTES + "; put the rest into a file of the project");
    }
    if (texts(request).anyMatch(text -> text.indexOf('\0') >= 0 || !UTF_8.newEncoder().canEncode(text))) {
      throw wrong("it holds a NUL character, or half of a character");
    }
    Duration longest = request.policy() == CommandPolicy.FULL_ACCESS ? LONGEST_FULL : LONGEST;
    if (!request.timeout().isPositive() || request.timeout().compareTo(longest) > 0) {
      throw wrong("the time limit is from 1 to " + longest.toSeconds() + " seconds");
    }
    if (request.maxOutput() < LEAST_OUTPUT || request.maxOutput() > CommandApi.MAX_OUTPUT_BYTES) {
      throw wrong("\"maxOutput\" is from " + LEAST_OUTPUT + " to " + CommandApi.MAX_OUTPUT_BYTES + " bytes");
    }
    if (request.hosts().size() > MOST_HOSTS) {
      throw wrong("at most " + MOST_HOSTS + " hosts");
    }
  }

  private static Stream<String> texts(CommandRequest request) {
    return Stream.concat(request.argv().stream(),
        request.environment().entrySet().stream().map(Map.Entry::toString));
  }

  /// Whether this caller may, as the registry has it now.
  ///
  /// @param fullAccess whether the operator started the control plane with it
  /// @throws IronclawException `DENIED` with what to do
  static void authorise(CommandRequest request, CommandRight right, boolean fullAccess) {
    if (!right.covers(request.policy(), request.project())) {
      throw denied("'" + right.caller() + "' may not run " + request.policy().wireName() + " commands in the project "
          + request.project() + "; ask for it with `ironctl sandbox allow " + right.caller() + " --policy "
          + request.policy().wireName() + " --project " + request.project() + "` and approve the change");
    }
    request.hosts().stream().filter(host -> patterns(right).stream().noneMatch(known -> known.covers(host))).findFirst()
        .ifPresent(host -> {
          throw denied("'" + right.caller() + "' may not reach " + host + " in commands; ask for it with `ironctl "
              + "sandbox allow " + right.caller() + " … --network " + host + "` and approve the change");
        });
    if (request.policy() == CommandPolicy.FULL_ACCESS && !fullAccess) {
      throw denied("full_access is switched off: the operator must start the control plane with --allow-full-access");
    }
    if (request.policy() == CommandPolicy.FULL_ACCESS && !request.confirmed()) {
      throw denied("full_access must be confirmed in the request: \"confirm\": \"full_access\"");
    }
  }

  static List<HostPattern> patterns(CommandRight right) {
    return right.hosts().stream().map(HostPattern::of).toList();
  }

  private static IronclawException wrong(String what) {
    return new IronclawException(ErrorCode.INVALID_REQUEST, "run a command: " + what);
  }

  private static IronclawException denied(String what) {
    return new IronclawException(ErrorCode.DENIED, "run a command: " + what);
  }
}
