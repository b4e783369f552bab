package dev.ironclaw.desktop.job;

import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// How a job stands, in a word and a colour: never by colour alone.
final class StatePill extends Label {
  private final JobWords words;

  StatePill(JobWords words) {
    this.words = words;
    getStyleClass().add("risk");
    setMinWidth(Region.USE_PREF_SIZE);
  }

  void show(String state) {
    getStyleClass().removeIf(style -> style.startsWith("job-"));
    getStyleClass().add(JobWords.style(state));
    setText(words.state(state));
  }
}
