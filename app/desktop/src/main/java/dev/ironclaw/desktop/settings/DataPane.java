package dev.ironclaw.desktop.settings;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.RetiredView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.Page;
import dev.ironclaw.desktop.shell.RowCell;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.io.File;
import java.time.Instant;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

/// What is kept of retired agents, and the backup.
final class DataPane extends BorderPane {
  private static final int LIST = 190;

  private final RetiredViewModel retired;
  private final BackupViewModel backup;
  private final Texts texts;

  DataPane(RetiredViewModel retired, BackupViewModel backup, Texts texts) {
    this.retired = retired;
    this.backup = backup;
    this.texts = texts;
    ListView<RetiredView> list = new ListView<>(retired.retired());
    list.setId("settings-retired");
    list.setAccessibleText(texts.of("settings.retired"));
    list.setCellFactory(_ -> new RetiredCell());
    StatePane state = new StatePane(texts, "settings.retired", retired.state(), list, retired::load);
    state.setPrefHeight(LIST);
    setCenter(new Page().add(texts.of("settings.backup"), form(), new NoteLine(backup.note()))
        .add(texts.of("settings.retired"), state, new NoteLine(retired.note())));
  }

  private Node form() {
    PasswordField first = new PasswordField();
    first.setId("settings-backup-passphrase");
    first.textProperty().bindBidirectional(backup.passphrase());
    PasswordField again = new PasswordField();
    again.setId("settings-backup-again");
    again.textProperty().bindBidirectional(backup.again());
    CheckBox workspaces = new CheckBox(texts.of("settings.backup.workspaces"));
    workspaces.selectedProperty().bindBidirectional(backup.workspaces());
    Button save = Rows.button("settings-backup-save", texts.of("settings.backup.save"), this::save);
    save.disableProperty().bind(backup.ready().not());
    Button cancel = Rows.button("settings-backup-cancel", texts.of("settings.backup.cancel"), backup::cancel);
    cancel.visibleProperty().bind(backup.busy());
    cancel.managedProperty().bind(backup.busy());
    return new VBox(12, Words.of(texts.of("settings.backup.what"), "text-muted"),
        new HBox(16, Rows.field(texts.of("settings.backup.passphrase"), first),
            Rows.field(texts.of("settings.backup.again"), again)),
        workspaces, Rows.line(save, cancel));
  }

  private void save() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(texts.of("settings.backup.save"));
    chooser.setInitialFileName("ironclaw.backup");
    Optional.<File>ofNullable(chooser.showSaveDialog(getScene().getWindow()))
        .ifPresent(file -> backup.write(file.toPath()));
  }

  private final class RetiredCell extends RowCell<RetiredView> {
    private final Label name;
    private final Label words;
    private final Button erase;

    RetiredCell() {
      this(Words.of("", "text-bold"), Words.of("", "text-muted"), new Button(texts.of("settings.retired.erase")));
    }

    private RetiredCell(Label name, Label words, Button erase) {
      super(row(name, words, erase));
      this.name = name;
      this.words = words;
      this.erase = erase;
      erase.getStyleClass().add("small");
      erase.setMinWidth(USE_PREF_SIZE);
      erase.setOnAction(_ -> retired.erase(getItem()));
      getStyleClass().add("probe-cell");
    }

    private static HBox row(Label name, Label words, Button erase) {
      VBox both = new VBox(2, name, words);
      HBox.setHgrow(both, Priority.ALWAYS);
      return Rows.line(both, erase);
    }

    @Override
    protected String show(RetiredView agent) {
      Instant now = retired.clock().instant();
      name.setText(VisibleText.line(agent.name()));
      words.setText(texts.of("settings.retired.row", Moments.ago(Instant.parse(agent.retiredAt()), now, texts),
          agent.erasing()
              ? texts.of("settings.retired.now")
              : Moments.left(Instant.parse(agent.eraseAt()), now, texts)));
      erase.setDisable(agent.erasing());
      erase.setAccessibleText(texts.of("settings.retired.erase.one", name.getText()));
      return name.getText() + ", " + words.getText();
    }
  }
}
