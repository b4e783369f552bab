package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.boxclient.Backoff;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.provider.ModelBlock;
import dev.ironclaw.sandbox.provider.ModelEvent;
import dev.ironclaw.sandbox.provider.ModelRequest;
import dev.ironclaw.sandbox.provider.Provider;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Gets one whole answer from the model: tries up to five times where another attempt can help, within the turn's time.
/// A wait that the upstream asks for is kept up to a minute and shown; a longer one ends the attempts.
final class ModelCaller {
  static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 5;
  private static final long FIRST_WAIT_MILLIS = 250;
  private static final long LAST_WAIT_MILLIS = 4_000;
  private static final long SHOWN_WAIT_MILLIS = 1_000;

  private final Provider provider;
  private final Consumer<CharSequence> progress;
  private final Pause pause;
  private Optional<Duration> asked = Optional.empty();
  private Said said = new Said();

  /// @param progress the text so far, whenever it grows
  ModelCaller(Provider provider, Consumer<CharSequence> progress) {
    this(provider, progress, Cancellation::pause);
  }

  ModelCaller(Provider provider, Consumer<CharSequence> progress, Pause pause) {
    this.provider = provider;
    this.progress = progress;
    this.pause = pause;
  }

  /// What the last attempt said before it ended, whole or not.
  Said soFar() {
    return said;
  }

  /// @param request made anew for each attempt, with the time that is left
  Said answer(Supplier<ModelRequest> request) {
    Backoff backoff = new Backoff(FIRST_WAIT_MILLIS, LAST_WAIT_MILLIS);
    for (int attempt = 1; true; attempt++) {
      ModelRequest current = request.get();
      try {
        return once(current);
      } catch (IronclawException failed) {
        if (attempt == ATTEMPTS || current.cancellation().isCancelled() || !mayPass(failed.code())) {
          throw failed;
        }
        pause(failed, current, Math.max(backoff.nextMillis(), asked.orElse(Duration.ZERO).toMillis()));
        if (current.cancellation().isCancelled()) {
          throw failed; // Before what was said so far is forgotten for another attempt.
        }
      }
    }
  }

  private void pause(IronclawException failed, ModelRequest current, long millis) {
    long longest = Math.min(LONGEST_WAIT.toMillis(), current.limit().toMillis());
    if (millis > longest) {
      throw new IronclawException(failed.code(),
          failed.getMessage() + "; it asks to wait " + asked.orElse(Duration.ZERO).toSeconds() + " s", failed);
    }
    if (millis >= SHOWN_WAIT_MILLIS) {
      progress.accept("[The model is busy. Trying again in " + Math.ceilDiv(millis, 1000) + " s.]");
    }
    pause.of(current.cancellation(), millis);
  }

  /// One attempt.
  Said once(ModelRequest request) {
    said = new Said();
    asked = Optional.empty();
    provider.stream(request, event -> {
      switch (event) {
        case ModelEvent.TextDelta(String words) -> progress.accept(said.words(words));
        case ModelEvent.ToolUse(ModelBlock.ToolUse use) -> said.part(use);
        case ModelEvent.Reasoning(ModelBlock.Reasoning thought) -> said.part(thought);
        case ModelEvent.Usage(long input, long output) -> said.used(input + output);
        case ModelEvent.RetryAfter(Duration wanted) -> asked = Optional.of(wanted);
        case ModelEvent.Stop(ModelEvent.Reason reason) -> said.stopped(reason);
      }
    });
    return said;
  }

  static boolean mayPass(ErrorCode code) {
    return switch (code.type()) {
      case EXTERNAL, RESOURCES -> true;
      case USER, DENIED, INTERNAL -> false;
    };
  }

  /// Waits, but not after the cancellation.
  interface Pause {
    void of(Cancellation cancellation, long millis);
  }
}
