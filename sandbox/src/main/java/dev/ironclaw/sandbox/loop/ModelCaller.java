package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.boxclient.Backoff;
import dev.ironclaw.sandbox.provider.ModelBlock;
import dev.ironclaw.sandbox.provider.ModelEvent;
import dev.ironclaw.sandbox.provider.ModelRequest;
import dev.ironclaw.sandbox.provider.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Gets one whole answer from the model: tries up to five times where another attempt can help, within the turn's time.
final class ModelCaller {
  private static final int ATTEMPTS = 5;
  private static final long FIRST_WAIT_MILLIS = 250;
  private static final long LAST_WAIT_MILLIS = 4_000;

  private final Provider provider;
  private final Consumer<CharSequence> progress;
  private StringBuilder text = new StringBuilder();

  /// @param progress the text so far, whenever it grows
  ModelCaller(Provider provider, Consumer<CharSequence> progress) {
    this.provider = provider;
    this.progress = progress;
  }

  /// What the last attempt said before it ended, whole or not.
  String textSoFar() {
    return text.toString();
  }

  /// Text and tool requests in the model's order.
  ///
  /// @param request made anew for each attempt, with the time that is left
  List<ModelBlock> answer(Supplier<ModelRequest> request) {
    Backoff backoff = new Backoff(FIRST_WAIT_MILLIS, LAST_WAIT_MILLIS);
    for (int attempt = 1; true; attempt++) {
      ModelRequest current = request.get();
      try {
        return once(current);
      } catch (IronclawException failed) {
        if (attempt == ATTEMPTS || current.cancellation().isCancelled() || !mayPass(failed.code())) {
          throw failed;
        }
        current.cancellation().pause(backoff.nextMillis());
      }
    }
  }

  private List<ModelBlock> once(ModelRequest request) {
    text = new StringBuilder();
    List<ModelBlock> blocks = new ArrayList<>();
    provider.stream(request, event -> {
      switch (event) {
        case ModelEvent.TextDelta(String words) -> {
          text.append(words);
          progress.accept(text);
        }
        case ModelEvent.ToolUse(ModelBlock.ToolUse use) -> blocks.add(use);
        case ModelEvent.Usage usage -> {
          // silent-ok: the host counts tokens itself
        }
        case ModelEvent.Stop stop -> {
          // silent-ok: the provider returns after it
        }
      }
    });
    if (!text.isEmpty()) {
      blocks.addFirst(new ModelBlock.Text(text.toString()));
    }
    return blocks;
  }

  private static boolean mayPass(ErrorCode code) {
    return switch (code.type()) {
      case EXTERNAL, RESOURCES -> true;
      case USER, DENIED, INTERNAL -> false;
    };
  }
}
