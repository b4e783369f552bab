package dev.ironclaw.desktop.chat;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.approval.RiskBadge;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.Instant;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// What the agent asked for, in a line: one that waits is reviewed here, one that was decided unfolds.
final class AskedRow extends VBox {
  AskedRow(ChatItem.Asked asked, ChatViewModel model, Unfolded unfolded, Texts texts) {
    super(6);
    getStyleClass().add("asked");
    String id = asked.change().id();
    RiskBadge risk = new RiskBadge(texts);
    risk.show(asked.change().card().risk());
    risk.setMinWidth(Region.USE_PREF_SIZE);
    Label title = Words.of(VisibleText.line(asked.change().card().title()));
    title.getStyleClass().add("text-bold");
    Label below = Words.of(texts.of("chat.asked", texts.of(asked.waits()
        ? "chat.asked.waits"
        : "approvals.state." + asked.state()),
        Moments.ago(Instant.parse(asked.change().createdAt()), model.clock().instant(), texts)));
    below.getStyleClass().addAll("text-muted", "text-small");
    VBox lines = new VBox(2, title, below);
    lines.setMinWidth(0);
    HBox.setHgrow(lines, Priority.ALWAYS);
    Button act = new Button(texts.of(asked.waits()
        ? "chat.asked.review"
        : unfolded.is(id) ? "chat.asked.less" : "chat.asked.more"));
    act.getStyleClass().add("small");
    act.setMinWidth(Region.USE_PREF_SIZE);
    act.setOnAction(_ -> {
      if (asked.waits()) {
        model.review(id);
      } else {
        unfolded.toggle(id);
      }
    });
    HBox head = new HBox(10, new FontIcon("mdi2k-key-variant"), lines, risk, act);
    head.setAlignment(Pos.CENTER_LEFT);
    getChildren().add(head);
    if (!asked.waits() && unfolded.is(id)) {
      asked.change().card().gains().forEach(gain -> getChildren().add(Words.of("+ " + VisibleText.text(gain))));
      asked.change().card().loses().forEach(loss -> getChildren().add(Words.of("\u2212 " + VisibleText.text(loss))));
      asked.change().card().quotedReason().ifPresent(reason -> {
        VBox quote = new VBox(Words.of(VisibleText.text(reason)));
        quote.getStyleClass().add("quote");
        getChildren().add(quote);
      });
    }
  }
}
