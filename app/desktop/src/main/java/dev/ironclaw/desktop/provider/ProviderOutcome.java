package dev.ironclaw.desktop.provider;

import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// How the last thing that was done with a provider went: why it was refused, or how its test ended.
public final class ProviderOutcome extends VBox {
  private final ProviderForm form;
  private final ProviderWords words;
  private final VBox result = new VBox();

  public ProviderOutcome(ProviderForm form, Texts texts) {
    super(10);
    this.form = form;
    this.words = new ProviderWords(texts);
    NoteLine objection = new NoteLine(form.objection());
    objection.setId("providers-objection");
    objection.getStyleClass().add("objection");
    getChildren().addAll(objection, result);
    form.tested().subscribe(_ -> tried());
  }

  private void tried() {
    result.getChildren().clear();
    form.tested().get().ifPresent(test -> {
      Label said = Words.of(words.test(form.provider().get().view(), test),
          ProvidersViewModel.isGood(test) ? "success-words" : "objection");
      said.setId("providers-tested");
      result.getChildren().add(said);
    });
  }
}
