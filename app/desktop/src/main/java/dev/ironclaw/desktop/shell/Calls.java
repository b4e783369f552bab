package dev.ironclaw.desktop.shell;

import dev.ironclaw.client.ApiException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls of one view model: each runs off the UI thread, its answer arrives on it. After [#close] no answer arrives, also
/// not once it is opened again.
///
/// Threading: the UI thread.
public final class Calls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  private final Executor background;
  private final Executor ui;
  private boolean closed;
  private int opened;

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
    int since = opened;
    background.execute(() -> {
      try {
        T answer = call.get();
        publish(since, () -> done.accept(answer));
      } catch (ApiException e) {
        publish(since, () -> failed.accept(e));
      } catch (RuntimeException | Error e) {
        if (e instanceof VirtualMachineError broken) {
          throw broken;
        }
        // Somebody waits for an answer: none at all would be one that never comes.
        LOG.error("a call", e);
        publish(since, () -> failed.accept(ApiException.unexpected(e)));
      }
    });
  }

  private void publish(int since, Runnable answer) {
    ui.execute(() -> {
      if (!closed && since == opened) {
        answer.run();
      }
    });
  }

  /// From now on answers arrive; a new one is open.
  public void open() {
    opened++;
    closed = false;
  }

  @Override
  public void close() {
    closed = true;
  }
}
