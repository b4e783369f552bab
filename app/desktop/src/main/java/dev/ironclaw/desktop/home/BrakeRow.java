package dev.ironclaw.desktop.home;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.PanicView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.shell.SureButton;
import dev.ironclaw.desktop.shell.Texts;
import java.time.Instant;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Whether everything stands still. To stop everything is one press; to let it go on is two.
final class BrakeRow extends VBox {
  private final Texts texts;
  private final Button pause;
  private final SureButton goOn;
  private Optional<PanicView> shown = Optional.empty();

  BrakeRow(HomeViewModel model, Texts texts) {
    this.texts = texts;
    pause = new Button(texts.of("home.brake.pause"));
    pause.setOnAction(_ -> model.pause());
    pause.setId("home-pause");
    goOn = new SureButton(texts.of("home.brake.resume"), texts.of("home.brake.resume.sure"), model::goOn);
    goOn.setId("home-go-on");
    for (Button button : new Button[]{pause, goOn}) {
      button.setMinWidth(Region.USE_PREF_SIZE);
      button.disableProperty().bind(model.braking());
    }
  }

  void show(Optional<PanicView> panic, Instant now) {
    String words = panic.map(on -> texts.of("home.brake.on", VisibleText.line(on.by()),
        Moments.ago(Instant.parse(on.since()), now, texts))
        + on.reason().map(why -> " “" + VisibleText.line(why) + "”").orElse("")).orElse(texts.of("home.brake.off"));
    HBox row = Section.row(panic.isPresent() ? "mdi2p-pause-circle-outline" : "mdi2p-play-circle-outline",
        panic.isPresent() ? "bad" : "good", Section.lines(texts.of("home.brake"), words));
    row.getStyleClass().add("home-row");
    boolean turned = panic.isPresent() != shown.isPresent();
    if (turned) {
      goOn.calm();
    }
    shown = panic;
    Button button = panic.isPresent() ? goOn : pause;
    boolean focused = !turned && button.isFocused();
    row.getChildren().add(button);
    getChildren().setAll(row);
    if (focused) {
      button.requestFocus();
    }
  }
}
