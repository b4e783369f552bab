package dev.ironclaw.desktop.audit;

import dev.ironclaw.desktop.audit.VerifyModel.Badge;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// How the log stands, in a line, and the button that reads all of it.
final class VerifyBadge extends HBox {
  private final Label words = Words.of("");
  private final VBox details = new VBox(2);
  private final FontIcon icon = new FontIcon();

  VerifyBadge(VerifyModel model, Texts texts) {
    super(12);
    setAlignment(Pos.CENTER_LEFT);
    getStyleClass().add("verify-badge");
    icon.getStyleClass().add("health-icon");
    VBox lines = new VBox(2, words, details);
    lines.setMinWidth(0);
    HBox.setHgrow(lines, Priority.ALWAYS);
    ProgressIndicator wheel = new ProgressIndicator();
    wheel.setMaxSize(18, 18);
    wheel.visibleProperty().bind(model.busy());
    wheel.managedProperty().bind(model.busy());
    Button verify = new Button(texts.of("audit.verify"));
    verify.setId("audit-verify");
    verify.setMinWidth(Region.USE_PREF_SIZE);
    verify.setTooltip(new Tooltip(texts.of("audit.verify.hint")));
    verify.setOnAction(_ -> {
      if (model.busy().get()) {
        model.cancel();
      } else {
        model.verify();
      }
    });
    model.busy().subscribe(busy -> verify.setText(texts.of(busy ? "audit.verify.stop" : "audit.verify")));
    getChildren().addAll(icon, lines, wheel, verify);
    model.badge().subscribe(this::show);
  }

  private void show(Badge badge) {
    icon.getStyleClass().removeAll("good", "weaker", "bad");
    switch (badge.level()) {
      case UNKNOWN -> icon.setIconLiteral("mdi2s-shield-outline");
      case KEPT -> dress("mdi2s-shield-outline", "good");
      case VERIFIED -> dress("mdi2s-shield-check-outline", "good");
      case WARNING -> dress("mdi2s-shield-alert-outline", "weaker");
      case BROKEN -> dress("mdi2s-shield-alert-outline", "bad");
    }
    words.setText(badge.words());
    details.getChildren().setAll(badge.details().stream().map(line -> {
      Label label = new Label(line);
      label.setMinWidth(0);
      label.getStyleClass().addAll("text-muted", "hash");
      return label;
    }).toList());
  }

  private void dress(String literal, String style) {
    icon.setIconLiteral(literal);
    icon.getStyleClass().add(style);
  }
}
