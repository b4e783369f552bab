package dev.ironclaw.desktop.approval;

import dev.ironclaw.desktop.shell.Texts;
import java.util.Optional;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;

/// The open card with its decision below it; nothing where none is open.
public final class OpenCardPane extends BorderPane {
  private final OpenCard card;
  private final Texts texts;
  private @Nullable DecisionBar decision;

  public OpenCardPane(OpenCard card, Texts texts) {
    this.card = card;
    this.texts = texts;
    card.shown().subscribe(this::show);
  }

  private void show(Optional<CardViewModel> shown) {
    decision = shown.map(now -> new DecisionBar(now, texts, card::approve, card::reject)).orElse(null);
    setCenter(shown.map(now -> new CardPane(now, card.clock(), texts)).orElse(null));
    setBottom(decision);
  }

  void askReason() {
    Optional.ofNullable(decision).ifPresent(DecisionBar::askReason);
  }
}
