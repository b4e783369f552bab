package dev.ironclaw.desktop.onboarding;

import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// What was found of this machine, and for each gap what mends it.
final class MachinePane extends BorderPane {
  private final OnboardingViewModel model;
  private final Texts texts;
  private final VBox rows = new VBox(16);

  MachinePane(OnboardingViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    Button again = new Button(texts.of("onboarding.again"), new FontIcon("mdi2r-refresh"));
    again.setId("onboarding-again");
    again.setOnAction(_ -> model.measure());
    VBox page = new VBox(18, rows, again);
    page.getStyleClass().add("page");
    ScrollPane scroll = new ScrollPane(page);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    setCenter(new StatePane(texts, "onboarding", model.measuring(), scroll, model::measure));
    model.checks().subscribe(this::show);
    show();
  }

  private void show() {
    rows.getChildren().setAll(model.checks().stream().map(this::row).toList());
  }

  private Node row(Check check) {
    FontIcon mark = new FontIcon(switch (check.level()) {
      case GOOD -> "mdi2c-check-circle-outline";
      case WEAK -> "mdi2a-alert-outline";
      case BROKEN -> "mdi2c-close-circle-outline";
    });
    String level = check.level().name().toLowerCase(Locale.ROOT);
    mark.getStyleClass().addAll("check-icon", "check-" + level);
    Label title = new Label(check.title());
    title.getStyleClass().add("text-bold");
    Label how = new Label(texts.of("onboarding.level." + level));
    how.getStyleClass().add("text-muted");
    Label words = Words.of(check.words());
    VBox lines = new VBox(3, new HBox(8, title, how), words);
    check.fix().ifPresent(fix -> lines.getChildren().add(Words.of(fix)));
    check.command().ifPresent(command -> lines.getChildren().add(command(command)));
    HBox.setHgrow(lines, Priority.ALWAYS);
    HBox row = new HBox(14, mark, lines);
    row.setAlignment(Pos.TOP_LEFT);
    return row;
  }

  private Node command(String command) {
    TextField field = new TextField(command);
    field.setEditable(false);
    field.setAccessibleText(texts.of("onboarding.command"));
    field.getStyleClass().add("command");
    HBox.setHgrow(field, Priority.ALWAYS);
    Button copy = new Button(texts.of("onboarding.copy"), new FontIcon("mdi2c-content-copy"));
    copy.setMinWidth(Region.USE_PREF_SIZE);
    copy.setOnAction(_ -> {
      ClipboardContent content = new ClipboardContent();
      content.putString(command);
      Clipboard.getSystemClipboard().setContent(content);
      copy.setText(texts.of("onboarding.copied"));
    });
    HBox row = new HBox(8, field, copy);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }
}
