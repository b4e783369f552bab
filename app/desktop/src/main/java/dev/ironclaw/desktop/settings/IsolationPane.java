package dev.ironclaw.desktop.settings;

import dev.ironclaw.desktop.preference.Isolation;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import javafx.geometry.Insets;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;

/// What isolates agents at the next start.
final class IsolationPane extends VBox {
  private static final Insets INDENTED = new Insets(0, 0, 0, 26);

  IsolationPane(IsolationViewModel model, Texts texts) {
    super(10);
    ToggleGroup group = new ToggleGroup();
    for (Isolation.By each : Isolation.By.values()) {
      RadioButton button = new RadioButton(texts.of("settings.isolation." + each.word()));
      button.setId("settings-isolation-" + each.word());
      button.setToggleGroup(group);
      button.setOnAction(_ -> model.choose(each));
      model.chosen().subscribe(now -> button.setSelected(now.by() == each));
      Label hint = Words.of(texts.of("settings.isolation." + each.word() + ".hint"), "text-muted");
      VBox.setMargin(hint, INDENTED);
      getChildren().add(new VBox(2, button, hint));
    }
    CheckBox weaker = new CheckBox(texts.of("settings.isolation.weaker"));
    weaker.setId("settings-isolation-weaker");
    weaker.setOnAction(_ -> {
      boolean wanted = weaker.isSelected();
      // It shows what holds, and nothing does before the question is answered.
      weaker.setSelected(model.chosen().getValue().acceptWeaker());
      model.acceptWeaker(wanted);
    });
    model.chosen().subscribe(now -> weaker.setSelected(now.acceptWeaker()));
    getChildren().addAll(Rows.option(weaker, texts.of("settings.isolation.weaker.hint")),
        Words.of(texts.of("settings.isolation.later")));
    if (!model.overruled().isEmpty()) {
      getChildren().add(Words.of(model.overruled(), "text-bold"));
    }
  }
}
