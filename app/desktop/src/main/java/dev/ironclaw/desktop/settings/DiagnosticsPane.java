package dev.ironclaw.desktop.settings;

import dev.ironclaw.client.diagnostics.Bundle;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.io.File;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

/// Where the log is, and the bundle: all of it to be read before it is written.
final class DiagnosticsPane extends BorderPane {
  private static final int WHEEL = 22;

  private final DiagnosticsViewModel model;
  private final Texts texts;
  private final TextArea preview = new TextArea();

  DiagnosticsPane(DiagnosticsViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    TextField log = SecurityPane.copyable("settings-log", model.log().toString());
    VBox top = new VBox(14, Words.of(texts.of("settings.log"), "title-4"),
        Words.of(texts.of("settings.log.what"), "text-muted"), log,
        Words.of(texts.of("settings.diagnostics"), "title-4"),
        Words.of(texts.of("settings.diagnostics.what"), "text-muted"), acts());
    top.getStyleClass().add("page-content");
    setTop(top);
    preview.setId("settings-diagnostics-preview");
    preview.setEditable(false);
    preview.setAccessibleText(texts.of("settings.diagnostics.preview"));
    preview.getStyleClass().add("secret");
    Rows.shownWhile(preview.textProperty().isNotEmpty(), preview);
    setCenter(preview);
    setBottom(new NoteLine(model.note()));
    model.bundle().subscribe(made -> preview.setText(made.map(Bundle::preview).orElse("")));
  }

  private Node acts() {
    Button collect = Rows.button("settings-diagnostics-collect", texts.of("settings.diagnostics.collect"),
        model::collect);
    collect.disableProperty().bind(model.busy());
    Button save = Rows.button("settings-diagnostics-save", texts.of("settings.diagnostics.save"), this::save);
    save.getStyleClass().add("accent");
    Rows.shownWhile(preview.textProperty().isNotEmpty(), save);
    ProgressIndicator wheel = new ProgressIndicator();
    wheel.setMaxSize(WHEEL, WHEEL);
    Rows.shownWhile(model.busy(), wheel);
    return Rows.line(collect, save, wheel);
  }

  private void save() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(texts.of("settings.diagnostics.save"));
    chooser.setInitialFileName("ironclaw-diagnostics.zip");
    Optional.<File>ofNullable(chooser.showSaveDialog(getScene().getWindow()))
        .ifPresent(file -> model.write(file.toPath()));
  }
}
