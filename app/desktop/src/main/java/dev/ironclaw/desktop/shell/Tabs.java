package dev.ironclaw.desktop.shell;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import org.jspecify.annotations.Nullable;

/// Parts of one screen; the one that is in front listens, the others rest.
public final class Tabs extends TabPane implements ViewModel {
  private final Map<Tab, ViewModel> models = new HashMap<>();
  private boolean started;

  public Tabs() {
    setTabClosingPolicy(TabClosingPolicy.UNAVAILABLE);
    getSelectionModel().selectedItemProperty().subscribe(this::change);
  }

  /// A tab at the right of those that are there.
  ///
  /// @param id part of its node's id, `tab-<id>`
  public void add(String id, String title, ViewModel model, Node content) {
    Tab tab = new Tab(title, content);
    tab.setId("tab-" + id);
    models.put(tab, model);
    getTabs().add(tab);
  }

  /// Brings the tab with that id to the front.
  ///
  /// @return false where there is none
  public boolean choose(String id) {
    Optional<Tab> wanted = getTabs().stream().filter(tab -> ("tab-" + id).equals(tab.getId())).findFirst();
    wanted.ifPresent(getSelectionModel()::select);
    return wanted.isPresent();
  }

  private void change(@Nullable Tab before, @Nullable Tab now) {
    if (started) {
      end(before);
      begin(now);
    }
  }

  private void begin(@Nullable Tab tab) {
    model(tab).ifPresent(ViewModel::start);
  }

  private void end(@Nullable Tab tab) {
    model(tab).ifPresent(ViewModel::stop);
  }

  private Optional<ViewModel> model(@Nullable Tab tab) {
    return Optional.ofNullable(tab).map(models::get);
  }

  @Override
  public void start() {
    started = true;
    begin(getSelectionModel().getSelectedItem());
  }

  @Override
  public boolean isUnsaved() {
    return models.values().stream().anyMatch(ViewModel::isUnsaved);
  }

  @Override
  public boolean isShownOnce() {
    return models.values().stream().anyMatch(ViewModel::isShownOnce);
  }

  @Override
  public void stop() {
    started = false;
    end(getSelectionModel().getSelectedItem());
  }
}
