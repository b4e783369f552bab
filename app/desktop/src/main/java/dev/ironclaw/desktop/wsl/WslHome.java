package dev.ironclaw.desktop.wsl;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Where the control plane lives on Windows, as the app sees it: look, set up, start.
///
/// Threading: any thread but that of the window; all of it waits.
public final class WslHome implements AutoCloseable {
  /// The first answer of a distribution starts a machine.
  private static final Duration ANSWERS = Duration.ofSeconds(60);
  private static final Duration STARTS = Duration.ofSeconds(90);
  /// Downloads a Linux, then packages.
  private static final Duration SETS_UP = Duration.ofMinutes(20);

  private final WslProgram program;
  private final WslSurvey survey;

  /// The one that this program runs.
  ///
  /// @param installer the Debian package that lies beside the app; empty where there is none
  /// @param version of this app
  public WslHome(WslProgram program, Optional<Path> installer, String version) {
    this(program, new WslSurvey(program, new WslRemedy(installer), version, ANSWERS));
  }

  WslHome(WslProgram program, WslSurvey survey) {
    this.program = program;
    this.survey = survey;
  }

  public WslFinding look() {
    return survey.look();
  }

  /// Does what a person has said yes to; stops at the first step that fails.
  ///
  /// @param told of each step before it is done
  /// @throws IronclawException with what the step said
  public void setUp(List<WslStep> steps, Consumer<WslStep> told) {
    for (WslStep step : steps) {
      told.accept(step);
      switch (program.run(step, SETS_UP)) {
        case WslOutcome.Ended ended when ended.isGood() -> {
        }
        case WslOutcome.Ended ended -> throw failed(step, ended.words());
        case WslOutcome.Silent _ -> throw failed(step, "it did not end within " + SETS_UP.toMinutes() + " minutes");
        case WslOutcome.Refused refused -> throw failed(step, refused.why());
      }
    }
  }

  private static IronclawException failed(WslStep step, String words) {
    return new IronclawException(ErrorCode.CONFIGURATION, step.shown() + ": "
        + VisibleText.line(words.replaceAll("\\s+", " ").strip()));
  }

  /// Starts a control plane in the distribution.
  public WslControlPlane start(WslFinding.Ready ready, List<String> flags) {
    return WslControlPlane.start(program, ready.distribution(), flags, STARTS);
  }

  @Override
  public void close() {
    program.close();
  }
}
