package dev.ironclaw.desktop.wsl;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.wsl.WslFinding.Gap;
import dev.ironclaw.desktop.wsl.WslFinding.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Looks for WSL 2 and the control plane in it. Sentences of `wsl.exe` are in the language of Windows, so that only names of
/// errors, numbers and forms are read.
final class WslSurvey {
  static final String LAUNCHER = "/usr/bin/ironclaw-controlplane";
  private static final int MOST_SHOWN = 300;
  private static final Pattern ERROR = Pattern.compile("(?<![A-Za-z0-9_])(?:[A-Z][A-Z0-9]*_[A-Z0-9_]+|0x[0-9A-Fa-f]{8})"
      + "(?![A-Za-z0-9_])");
  /// Java's words for an error of `CreateProcess`.
  private static final Pattern CREATE = Pattern.compile("error=(\\d+)");
  private static final Set<String> ABSENT = Set.of("WSL_E_WSL_OPTIONAL_COMPONENT_REQUIRED", "0X8007019E");
  private static final Set<String> NO_MACHINE = Set.of("HCS_E_HYPERV_NOT_INSTALLED", "HCS_E_SERVICE_NOT_AVAILABLE",
      "WSL_E_WSL2_NEEDED", "0X80370102", "0X80370114");
  private static final Set<String> POLICY = Set.of("ERROR_ACCESS_DISABLED_BY_POLICY", "0X800704EC", "E_ACCESSDENIED",
      "ERROR_ACCESS_DENIED", "0X80070005", "WSL_E_WSL1_DISABLED");
  /// ERROR_ACCESS_DENIED, ERROR_ACCESS_DISABLED_BY_POLICY
  private static final Set<String> POLICY_NUMBERS = Set.of("5", "1260");
  private static final String NONE = "WSL_E_DEFAULT_DISTRO_NOT_FOUND";

  private final WslProgram program;
  private final WslRemedy remedy;
  private final String version;
  private final Duration patience;

  /// @param version that the control plane must have: that of this app
  /// @param patience for each answer; the first one in a distribution starts a machine
  WslSurvey(WslProgram program, WslRemedy remedy, String version, Duration patience) {
    this.program = program;
    this.remedy = remedy;
    this.version = version;
    this.patience = patience;
  }

  WslFinding look() {
    return switch (program.run(WslStep.of("--status"), patience)) {
      case WslOutcome.Refused refused -> refused(refused.why());
      case WslOutcome.Silent _ -> gap(Kind.SILENT, "");
      case WslOutcome.Ended ended when ended.isGood() || errors(ended).equals(Set.of(NONE)) -> list();
      case WslOutcome.Ended ended -> failed(ended);
    };
  }

  private WslFinding list() {
    return switch (program.run(WslStep.of("--list", "--verbose"), patience)) {
      case WslOutcome.Refused refused -> refused(refused.why());
      case WslOutcome.Silent _ -> gap(Kind.SILENT, "");
      case WslOutcome.Ended ended when ended.isGood() -> choose(Distribution.parse(ended.output()));
      case WslOutcome.Ended ended when errors(ended).equals(Set.of(NONE)) -> none("");
      // Before it had names for its errors, this was all that could make a list fail where the rest is well.
      case WslOutcome.Ended ended when errors(ended).isEmpty() -> none(shown(ended));
      case WslOutcome.Ended ended -> failed(ended);
    };
  }

  private WslFinding choose(List<Distribution> all) {
    Optional<Distribution> chosen = Distribution.choose(all);
    if (chosen.isEmpty()) {
      return none("");
    }
    Distribution found = chosen.get();
    if (found.isOurs()) {
      return found.version() == 2
          ? installed(found.name(), words -> new Gap(Kind.NOT_INSTALLED, words, remedy.controlPlane(found.name())))
          : new Gap(Kind.FIRST_VERSION, found.name(), remedy.secondVersion(found.name()));
    }
    // One that a person made is used where the control plane is in it, and left alone where it is not.
    return found.version() == 2 ? installed(found.name(), _ -> none("")) : none("");
  }

  /// What is to be said where it is not there.
  @FunctionalInterface
  private interface Otherwise {
    WslFinding of(String words);
  }

  private WslFinding installed(String distribution, Otherwise otherwise) {
    return switch (program.run(WslStep.of("--distribution", distribution, "--exec", LAUNCHER, "--version"), patience)) {
      case WslOutcome.Refused refused -> refused(refused.why());
      case WslOutcome.Silent _ -> gap(Kind.SILENT, "");
      case WslOutcome.Ended ended when ended.isGood() ->
        ended.output().strip().equals("ironclaw-controlplane " + version)
            ? new WslFinding.Ready(distribution)
            : otherwise.of(shown(ended));
      case WslOutcome.Ended ended -> {
        Set<String> errors = errors(ended);
        yield errors.stream().anyMatch(NO_MACHINE::contains) || errors.stream().anyMatch(POLICY::contains)
            ? failed(ended)
            : otherwise.of(shown(ended));
      }
    };
  }

  private WslFinding none(String words) {
    return new Gap(Kind.NO_DISTRIBUTION, words, remedy.distribution());
  }

  private WslFinding refused(String why) {
    Matcher number = CREATE.matcher(why);
    boolean policy = number.find() && POLICY_NUMBERS.contains(number.group(1));
    return policy ? gap(Kind.FORBIDDEN, line(why)) : new Gap(Kind.NO_WSL, line(why), List.of());
  }

  private WslFinding failed(WslOutcome.Ended ended) {
    Set<String> errors = errors(ended);
    String words = shown(ended);
    if (errors.stream().anyMatch(POLICY::contains)) {
      return gap(Kind.FORBIDDEN, words);
    }
    if (errors.stream().anyMatch(NO_MACHINE::contains)) {
      return new Gap(Kind.NO_VIRTUALIZATION, words, remedy.system());
    }
    // Without WSL, the program that stands in for it says how it is installed, in any language.
    boolean advice = errors.isEmpty() && ended.words().contains("--install");
    return errors.stream().anyMatch(ABSENT::contains) || advice
        ? new Gap(Kind.NO_WSL, words, remedy.system())
        : gap(Kind.UNKNOWN, words);
  }

  private static Gap gap(Kind kind, String words) {
    return new Gap(kind, words, List.of());
  }

  private static Set<String> errors(WslOutcome.Ended ended) {
    return ERROR.matcher(ended.words()).results().map(found -> found.group().toUpperCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private static String shown(WslOutcome.Ended ended) {
    return line(ended.words());
  }

  private static String line(String words) {
    return VisibleText.line(Excerpt.of(words.replaceAll("\\s+", " ").strip(), MOST_SHOWN));
  }
}
