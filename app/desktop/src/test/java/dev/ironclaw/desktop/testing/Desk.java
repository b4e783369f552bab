package dev.ironclaw.desktop.testing;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.desktop.live.Events;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// What a view model needs, all on the test's own thread: calls are answered before they return, delays end when the test
/// says so.
public final class Desk implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  public static final Texts TEXTS = Texts.of(Locale.ENGLISH);

  private final FakeControlPlane controlPlane = new FakeControlPlane();
  private final ControlPlaneClient client = controlPlane.client();
  private final List<Consumer<StreamEvent>> listeners = new ArrayList<>();
  private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper(true);
  private final ReadOnlyStringWrapper refusal = new ReadOnlyStringWrapper("");
  private final List<Runnable> delayed = new ArrayList<>();
  private @Nullable Queue<Runnable> held;

  public FakeControlPlane controlPlane() {
    return controlPlane;
  }

  public Backend backend() {
    return backend(Runnable::run, this::publish);
  }

  /// As in the app: calls wait elsewhere.
  public Backend backend(Executor background, Executor ui) {
    return new Backend(client, new Told(), () -> NOW, (Duration _, Runnable work) -> delayed.add(work), background, ui);
  }

  private void publish(Runnable answer) {
    if (held == null) {
      answer.run();
    } else {
      held.add(answer);
    }
  }

  /// From now on answers are on their way until [#deliver].
  public void hold() {
    held = new ArrayDeque<>();
  }

  /// The answers that are on their way arrive, in order, and all later ones at once.
  public void deliver() {
    Queue<Runnable> arriving = Objects.requireNonNull(held);
    held = null;
    arriving.forEach(Runnable::run);
  }

  /// All delays end.
  public void delaysEnd() {
    List<Runnable> due = List.copyOf(delayed);
    delayed.clear();
    due.forEach(Runnable::run);
  }

  public void tell(String type, Map<String, Object> data) {
    List.copyOf(listeners).forEach(listener -> listener.accept(new StreamEvent("1", type, data)));
  }

  /// The connection is lost.
  ///
  /// @param words why it is refused, or empty
  public void lose(String words) {
    connected.set(false);
    refusal.set(words);
  }

  /// How many listen.
  public int listeners() {
    return listeners.size();
  }

  private final class Told implements Events {
    @Override
    public Subscription listen(Consumer<StreamEvent> listener) {
      listeners.add(listener);
      return () -> listeners.remove(listener);
    }

    @Override
    public ReadOnlyBooleanProperty connected() {
      return connected.getReadOnlyProperty();
    }

    @Override
    public ReadOnlyStringProperty refusal() {
      return refusal.getReadOnlyProperty();
    }
  }

  @Override
  public void close() {
    client.close();
    controlPlane.close();
  }
}
