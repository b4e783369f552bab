package dev.ironclaw.desktop.shell;

import dev.ironclaw.client.ApiException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Calls of one view model: each runs off the UI thread, its answer arrives on it. After [#close] no answer arrives.
///
/// Threading: the UI thread.
public final class Calls implements AutoCloseable {
  private final Executor background;
  private final Executor ui;
  private boolean closed;

  /// @param background for calls that wait
  /// @param ui runs in order what it is given
  public Calls(Executor background, Executor ui) {
    this.background = background;
    this.ui = ui;
  }

  /// Makes one call.
  ///
  /// @param failed gets what people can be told
  public <T> void call(Supplier<T> call, Consumer<T> done, Consumer<ApiException> failed) {
    background.execute(() -> {
      try {
        T answer = call.get();
        publish(() -> done.accept(answer));
      } catch (ApiException e) {
        publish(() -> failed.accept(e));
      }
    });
  }

  private void publish(Runnable answer) {
    ui.execute(() -> {
      if (!closed) {
        answer.run();
      }
    });
  }

  @Override
  public void close() {
    closed = true;
  }
}
