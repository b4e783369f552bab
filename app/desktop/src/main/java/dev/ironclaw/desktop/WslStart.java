package dev.ironclaw.desktop;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import dev.ironclaw.client.Trust;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.shell.Question;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Starting;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.wsl.WslControlPlane;
import dev.ironclaw.desktop.wsl.WslFinding;
import dev.ironclaw.desktop.wsl.WslHome;
import dev.ironclaw.desktop.wsl.WslStep;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/// The start on Windows, where the control plane runs in WSL 2: attaches to one that it starts there, or says what is
/// missing and sets it up once a person has seen the very commands and said yes.
final class WslStart implements AutoCloseable {
  /// Windows hands a new port on within moments.
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int MOST_TRIES = 20;

  private final WslHome home;
  private final Starting starting;
  private final Questions questions;
  private final Texts texts;
  private final Executor ui;
  private volatile Optional<String> distribution = Optional.empty();

  /// What may follow.
  ///
  /// @param reveal brings the window up, where it started without one
  /// @param again starts anew
  record Next(Runnable reveal, Runnable again) {}

  WslStart(WslHome home, Starting starting, Questions questions, Texts texts, Executor ui) {
    this.home = home;
    this.starting = starting;
    this.questions = questions;
    this.texts = texts;
    this.ui = ui;
  }

  /// Starts one and attaches; empty where something is missing, which the window then says. Not on the UI thread.
  ///
  /// @throws IronclawException with what to do; `UPSTREAM_FAILED` where it may answer later
  Optional<Access> open(HostChoices choices, Next next) {
    return switch (home.look()) {
      case WslFinding.Gap gap -> {
        ui.execute(() -> show(gap, next));
        yield Optional.empty();
      }
      case WslFinding.Ready ready -> {
        distribution = Optional.of(ready.distribution());
        WslControlPlane own = home.start(ready, words(choices));
        yield Optional.of(Access.started(() -> connect(own), own::close));
      }
    };
  }

  /// @throws IronclawException for a folder: its name is one of Windows, and the program there would make another of it
  private static List<String> words(HostChoices choices) {
    if (choices.projects().isPresent()) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "--projects: on Windows the control plane runs in WSL, and its "
              + "projects lie there, in .ironclaw/projects of its user's home folder; start IronClaw without it");
    }
    return choices.words();
  }

  /// Ends what is asked of WSL or set up there; not the control plane.
  @Override
  public void close() {
    home.close();
  }

  /// Where the one that was started last runs.
  Optional<String> distribution() {
    return distribution;
  }

  private static ControlPlaneClient connect(WslControlPlane own) {
    Attachment way = new Attachment(Endpoint.Tcp.parse(own.way().address()),
        new Trust.Fingerprint(own.way().fingerprint()), Optional.empty(), Optional.of(own.way().token()));
    for (int tries = 1;; tries++) {
      try {
        return way.connect();
      } catch (IronclawException e) {
        if (e.code() != ErrorCode.UPSTREAM_FAILED || tries == MOST_TRIES || own.endsWithin(PAUSE)) {
          throw e;
        }
      }
    }
  }

  private void show(WslFinding.Gap gap, Next next) {
    String kind = gap.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    String said = gap.words().isEmpty() ? "" : "\n\n" + texts.of("windows.said", gap.words());
    boolean byHand = gap.kind() == WslFinding.Kind.NOT_INSTALLED && gap.remedy().isEmpty();
    starting.failed(texts.of("windows.needs") + "\n\n" + texts.of("windows.gap." + kind)
        + (byHand ? " " + texts.of("windows.by-hand", DesktopOptions.VERSION) : "") + said + "\n\n"
        + texts.of("windows.docker"));
    if (!gap.remedy().isEmpty()) {
      starting.offers(texts.of("windows.set-up"), () -> ask(gap, next));
    }
    next.reveal.run();
  }

  private void ask(WslFinding.Gap gap, Next next) {
    String commands = gap.remedy().stream().map(WslStep::shown).collect(Collectors.joining("\n\n"));
    questions.ask(new Question(texts.of("windows.question"), texts.of("windows.question.words", commands),
        texts.of("windows.question.go"), () -> setUp(gap, next)));
  }

  private void setUp(WslFinding.Gap gap, Next next) {
    starting.waits(texts.of("windows.working"));
    Thread.ofPlatform().name("wsl-set-up").start(() -> {
      try {
        home.setUp(gap.remedy(),
            step -> ui.execute(() -> starting.waits(texts.of("windows.working") + "\n\n" + step.shown())));
        ui.execute(() -> done(gap, next));
      } catch (IronclawException e) {
        ui.execute(() -> {
          starting.failed(texts.of("windows.failed", String.valueOf(e.getMessage())));
          starting.offers(texts.of("windows.set-up"), () -> ask(gap, next));
        });
      }
    });
  }

  private void done(WslFinding.Gap gap, Next next) {
    switch (gap.kind()) {
      case NO_WSL, NO_VIRTUALIZATION -> starting.failed(texts.of("windows.restart"));
      case FORBIDDEN, NO_DISTRIBUTION, FIRST_VERSION, NOT_INSTALLED, SILENT, UNKNOWN -> next.again.run();
    }
  }
}
