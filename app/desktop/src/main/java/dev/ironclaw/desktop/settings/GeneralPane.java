package dev.ironclaw.desktop.settings;

import dev.ironclaw.desktop.preference.Preferences;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.Page;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Theme;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;

/// How the app starts, ends and looks.
final class GeneralPane extends BorderPane {
  private final GeneralViewModel model;
  private final Texts texts;

  /// @param isolation empty where the control plane is not the app's own
  GeneralPane(GeneralViewModel model, Optional<IsolationViewModel> isolation, Texts texts) {
    this.model = model;
    this.texts = texts;
    CheckBox tray = new CheckBox(texts.of("settings.general.tray"));
    tray.setId("settings-tray");
    tray.setOnAction(_ -> model.closeToTray(tray.isSelected()));
    CheckBox minimized = new CheckBox(texts.of("settings.general.minimized"));
    minimized.setId("settings-minimized");
    minimized.setOnAction(_ -> model.startMinimized(minimized.isSelected()));
    model.preferences().subscribe(now -> {
      tray.setSelected(now.closeToTray());
      minimized.setSelected(now.startMinimized());
    });
    Page page = new Page()
        .add(texts.of("settings.general.start"), login(),
            Rows.option(minimized, texts.of("settings.general.minimized.hint")),
            Rows.option(tray, texts.of("settings.general.tray.hint")))
        .add(texts.of("settings.general.theme"), themes());
    isolation.ifPresent(shown -> page.add(texts.of("settings.isolation"), new IsolationPane(shown, texts)));
    setCenter(page);
    setBottom(new NoteLine(model.note()));
  }

  private Node login() {
    CheckBox login = new CheckBox(texts.of("settings.general.login"));
    login.setId("settings-login");
    login.setOnAction(_ -> model.startAtLogin(login.isSelected()));
    model.atLogin().subscribe((Optional<Boolean> known) -> {
      login.setSelected(known.orElse(false));
      login.setDisable(known.isEmpty());
    });
    return Rows.option(login,
        texts.of(model.canStartAtLogin() ? "settings.general.login.hint" : "settings.general.login.unknown"));
  }

  private Node themes() {
    ToggleGroup group = new ToggleGroup();
    VBox choices = new VBox(8);
    for (Theme theme : Theme.values()) {
      String word = theme.name().toLowerCase(Locale.ROOT);
      RadioButton button = new RadioButton(texts.of("settings.general.theme." + word));
      button.setId("settings-theme-" + word);
      button.setToggleGroup(group);
      button.setOnAction(_ -> model.theme(theme));
      model.preferences().map(Preferences::theme).subscribe(now -> button.setSelected(now == theme));
      choices.getChildren().add(button);
    }
    return choices;
  }
}
