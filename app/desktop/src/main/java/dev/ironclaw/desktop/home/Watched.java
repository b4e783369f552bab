package dev.ironclaw.desktop.home;

import dev.ironclaw.desktop.shell.ViewModel;
import javafx.util.Subscription;

/// The view follows the list of what waits, which lives as long as the app, only while it is shown.
final class Watched implements ViewModel {
  private final HomeViewModel model;
  private final Runnable changed;
  private Subscription watching = Subscription.EMPTY;

  Watched(HomeViewModel model, Runnable changed) {
    this.model = model;
    this.changed = changed;
  }

  @Override
  public void start() {
    watching = Subscription.combine(model.pending().changes().subscribe(changed),
        model.asks().asks().subscribe(changed),
        model.pending().state().subscribe(_ -> changed.run()));
    changed.run();
    model.start();
  }

  @Override
  public void stop() {
    watching.unsubscribe();
    model.stop();
  }
}
