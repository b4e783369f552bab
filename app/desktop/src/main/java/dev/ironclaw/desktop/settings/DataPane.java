package dev.ironclaw.desktop.settings;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.RetiredView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.Page;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.io.File;
import java.time.Instant;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ListView;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
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

  private final class RetiredCell extends ActCell<RetiredView> {
    RetiredCell() {
      super(texts.of("settings.retired.erase"), retired::erase);
    }

    @Override
    protected String show(RetiredView agent) {
      Instant now = retired.clock().instant();
      String name = VisibleText.line(agent.name());
      act().setDisable(agent.erasing());
      act().setAccessibleText(texts.of("settings.retired.erase.one", name));
      return show(name, texts.of("settings.retired.row", Moments.ago(Instant.parse(agent.retiredAt()), now, texts),
          agent.erasing()
              ? texts.of("settings.retired.now")
              : Moments.left(Instant.parse(agent.eraseAt()), now, texts)));
    }
  }
}
