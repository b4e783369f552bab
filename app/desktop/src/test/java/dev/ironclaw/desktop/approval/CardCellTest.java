package dev.ironclaw.desktop.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardCellTest {
  /// An agent may be named so.
  @ParameterizedTest
  @ValueSource(ints = {200, 220, 240, 260, 280, 300, 320, 340, 360, 380, 400})
  void aNameOfManyLettersFromRightToLeftIsShown(int width) throws Exception {
    String name = "\u05D0".repeat(64);
    List<Label> labels = Fx.on(() -> {
      ListView<String> list = new ListView<>(FXCollections.observableArrayList(name));
      list.setCellFactory(_ -> new CardCell<>(Desk.TEXTS,
          item -> new CardCell.Row("amber", "Change who " + item + " is", item + " asks, 8 minutes ago")));
      new Scene(list, width, 400);
      list.applyCss();
      list.layout();
      return list.lookupAll(".card-cell .label").stream().map(Label.class::cast).toList();
    });
    assertThat(labels).filteredOn(label -> label.getText().contains("\u05D0")).hasSize(2)
        .allSatisfy(label -> assertThat(label.getHeight()).isGreaterThan(20));
  }
}
