package dev.ironclaw.desktop.approval;

import dev.ironclaw.desktop.shell.Texts;
import java.util.List;
import javafx.scene.control.Label;

/// A risk in a word and a colour: never by colour alone.
public final class RiskBadge extends Label {
  private static final List<String> RISKS = List.of("green", "amber", "red");
  private final Texts texts;

  public RiskBadge(Texts texts) {
    this.texts = texts;
    getStyleClass().add("risk");
  }

  /// A word that this program does not know counts as red.
  public void show(String risk) {
    // What this program does not know counts as red.
    String known = RISKS.contains(risk) ? risk : "red";
    getStyleClass().removeIf(style -> style.startsWith("risk-"));
    getStyleClass().add("risk-" + known);
    setText(texts.of("approvals.risk." + known));
  }
}
