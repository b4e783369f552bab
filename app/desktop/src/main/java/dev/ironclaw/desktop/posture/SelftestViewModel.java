package dev.ironclaw.desktop.posture;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.SelftestRunView;
import dev.ironclaw.contract.api.SelftestView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Tries to escape from a real box, and shows what held. The control plane keeps the last result; whoever does not wait for
/// one gets it as soon as it is there.
public final class SelftestViewModel implements ViewModel {
  private static final int CONFLICT = 409;

  private final Backend backend;
  private final Texts texts;
  private final Calls calls;
  private final ObservableList<Probe> probes = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Optional<SelftestRunView>> last = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private final Following following;
  /// How often was asked: who stopped waiting wants no answer of before.
  private int asked;

  /// How an attempt ended; the worst first.
  public enum Outcome {
    THROUGH, ACCEPTED, HELD
  }

  /// One attempt.
  ///
  /// @param detail what was tried and what came back
  public record Probe(String name, Outcome outcome, String detail) {}

  public SelftestViewModel(Backend backend, Texts texts) {
    this.backend = backend;
    this.texts = texts;
    this.following = new Following(backend);
    this.calls = following.calls();
  }

  @Override
  public void start() {
    following.begin(this::happened);
    load();
  }

  @Override
  public void stop() {
    following.end();
    running.set(false);
    note.set("");
  }

  public ObservableList<Probe> probes() {
    return probes;
  }

  /// The newest result, with its time.
  public ReadOnlyObjectProperty<Optional<SelftestRunView>> last() {
    return last.getReadOnlyProperty();
  }

  /// One runs, here or elsewhere.
  public ReadOnlyBooleanProperty running() {
    return running.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  InstantSource clock() {
    return backend.clock();
  }

  public void run() {
    if (running.get()) {
      return;
    }
    int question = ++asked;
    running.set(true);
    note.set("");
    calls.call(backend.client()::selftest, result -> {
      if (question == asked) {
        ended(new SelftestRunView(backend.clock().instant().toString(), result));
      }
    }, problem -> {
      if (question == asked) {
        boolean elsewhere = problem.status() == CONFLICT;
        running.set(elsewhere);
        note.set(elsewhere ? texts.of("posture.test.elsewhere") : problem.words());
      }
    });
  }

  /// The test itself goes on: it is not this app's to stop.
  public void waitNoLonger() {
    asked++;
    running.set(false);
    note.set(texts.of("posture.test.left"));
  }

  private void load() {
    calls.call(backend.client()::status, status -> status.selftest().ifPresent(this::newer), _ -> {});
  }

  private void newer(SelftestRunView run) {
    boolean isNew = last.get().isEmpty()
        || Instant.parse(run.endedAt()).isAfter(Instant.parse(last.get().get().endedAt()));
    if (isNew) {
      show(run);
    }
  }

  private void ended(SelftestRunView run) {
    running.set(false);
    note.set("");
    show(run);
  }

  private void show(SelftestRunView run) {
    SelftestView result = run.result();
    probes.setAll(result.probes().stream()
        .map(probe -> new Probe(probe.name(), probe.held()
            ? Outcome.HELD
            : result.accepted().contains(probe.name()) ? Outcome.ACCEPTED : Outcome.THROUGH, probe.detail()))
        .sorted(Comparator.comparing(Probe::outcome)).toList());
    last.set(Optional.of(run));
  }

  /// How many ended so.
  long count(Outcome outcome) {
    return probes.stream().filter(probe -> probe.outcome() == outcome).count();
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case "sandbox.selftest" -> {
        // One of another's that this one waited for.
        asked++;
        running.set(false);
        note.set("");
        load();
      }
      case StreamEvent.RESYNC -> load();
      default -> {
      }
    }
  }
}
