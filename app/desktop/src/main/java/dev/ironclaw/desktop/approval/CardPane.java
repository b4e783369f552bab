package dev.ironclaw.desktop.approval;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.CardView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.SimilarView;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// A card, whole: what it gives and takes in plain sentences, the documents before and after, the agent's own words as
/// its own, where it came from.
public final class CardPane extends ScrollPane {
  /// What agents' requests come from; the session stands in the origin.
  private static final String AGENT = "sandbox:";

  private final Texts texts;
  private final InstantSource clock;
  private final boolean draft;
  private final VBox page = new VBox(18);

  /// Of a card that can be decided; says that it was seen once its last line was on screen.
  public CardPane(CardViewModel model, InstantSource clock, Texts texts) {
    this(model.change(), model.isDraft(), model.seen(), clock, texts);
  }

  /// Of one that was decided.
  public CardPane(ChangeView change, InstantSource clock, Texts texts) {
    this(change, false, new SimpleBooleanProperty(), clock, texts);
  }

  private CardPane(ChangeView change, boolean draft, BooleanProperty seen, InstantSource clock, Texts texts) {
    this.texts = texts;
    this.clock = clock;
    this.draft = draft;
    fill(change);
    page.getStyleClass().add("card-page");
    setContent(page);
    setFitToWidth(true);
    getStyleClass().addAll("edge-to-edge", "card-pane");
    Runnable look = () -> {
      double hidden = page.getHeight() - getViewportBounds().getHeight();
      boolean laidOut = page.getHeight() > 0 && getViewportBounds().getHeight() > 0;
      if (laidOut && (hidden <= 1 || getVvalue() >= getVmax() - 1e-3)) {
        seen.set(true);
      }
    };
    vvalueProperty().subscribe(look);
    viewportBoundsProperty().subscribe(look);
    page.heightProperty().subscribe(look);
  }

  private void fill(ChangeView change) {
    CardView card = change.card();
    page.getChildren().add(head(change));
    sentences("approvals.card.gains", "mdi2p-plus-circle-outline", "gain", card.gains());
    sentences("approvals.card.loses", "mdi2m-minus-circle-outline", "loss", card.loses());
    card.quotedReason().ifPresent(reason -> section("approvals.card.reason", quoted(reason)));
    card.differences().forEach(difference -> section(capital(VisibleText.line(difference.label())), true,
        new DifferencePane(difference, texts)));
    card.origin().ifPresent(origin -> section("approvals.card.origin", quoted(origin)));
    if (!change.similar().isEmpty()) {
      section("approvals.card.similar", new VBox(4, change.similar().stream().map(this::similar).toArray(Node[]::new)));
    }
  }

  private Node head(ChangeView change) {
    RiskBadge risk = new RiskBadge(texts);
    risk.show(change.card().risk());
    risk.setMinWidth(Region.USE_PREF_SIZE);
    Label title = Words.of(VisibleText.line(change.card().title()), "title-3");
    Instant now = clock.instant();
    if (draft) {
      return new VBox(6, risk, title, Words.of(texts.of("approvals.card.draft"), "text-muted"));
    }
    String about = VisibleText.line(change.agentGroupName().orElse(texts.of("approvals.card.everybody")));
    String since = Moments.ago(Instant.parse(change.createdAt()), now, texts);
    String asked = change.card().requestedBy().startsWith(AGENT)
        ? texts.of("approvals.card.asked.agent", about, since)
        : texts.of("approvals.card.asked", VisibleText.line(change.card().requestedBy()), about, since);
    String expires = texts.of("approvals.card.expires", Moments.left(Instant.parse(change.expiresAt()), now, texts));
    String decided = change.decision().map(decision -> texts.of("approvals.card.decided",
        texts.of("approvals.state." + change.state()), VisibleText.line(decision.decidedBy()),
        Moments.ago(Instant.parse(decision.decidedAt()), now, texts))
        + decision.reason().map(why -> " “" + VisibleText.line(why) + "”").orElse("")).orElse("");
    return new VBox(6, risk, title,
        Words.of(asked + " " + (change.state().equals("pending") ? expires : decided), "text-muted"));
  }

  private void sentences(String key, String icon, String style, List<String> sentences) {
    if (sentences.isEmpty()) {
      return;
    }
    VBox rows = new VBox(6);
    for (String sentence : sentences) {
      FontIcon mark = new FontIcon(icon);
      mark.getStyleClass().add(style);
      HBox row = new HBox(8, mark, Words.of(VisibleText.text(sentence)));
      row.setAlignment(Pos.TOP_LEFT);
      rows.getChildren().add(row);
    }
    section(key, rows);
  }

  private Node similar(SimilarView earlier) {
    return Words.of(texts.of("approvals.card.earlier", texts.of("approvals.state." + earlier.state()),
        earlier.decidedBy().orElse("?"), earlier.decidedAt().map(at -> Moments.ago(Instant.parse(at), clock.instant(),
            texts)).orElse("")),
        "text-muted");
  }

  /// The words of others: behind a bar, never beside the card's own.
  private static Node quoted(String words) {
    VBox quote = new VBox(Words.of(VisibleText.text(words)));
    quote.getStyleClass().add("quote");
    return quote;
  }

  private static String capital(String words) {
    return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private void section(String key, Node content) {
    section(texts.of(key), false, content);
  }

  private void section(String title, boolean wide, Node content) {
    Label head = Words.of(title, "text-caption", "section-title");
    VBox section = new VBox(6, head, content);
    section.setFillWidth(true);
    section.setMaxWidth(wide ? Double.MAX_VALUE : 760);
    page.getChildren().add(section);
  }
}
