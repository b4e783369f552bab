package dev.ironclaw.desktop.settings;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.TokenCreated;
import dev.ironclaw.contract.api.TokenView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.settings.TokensViewModel.Life;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import java.util.Map;

/// The form for a new token, its text once, the tokens.
final class TokensPane extends BorderPane {
  private final TokensViewModel model;
  private final Texts texts;
  private final VBox top = new VBox(14);

  TokensPane(TokensViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    top.getStyleClass().add("page-content");
    setTop(top);
    ListView<TokenView> list = new ListView<>(model.tokens());
    list.setId("settings-token-list");
    list.setAccessibleText(texts.of("settings.tab.tokens"));
    list.setCellFactory(_ -> new TokenCell());
    setCenter(new StatePane(texts, "settings.tokens", model.state(), list, model::load));
    setBottom(new NoteLine(model.note()));
    model.created().subscribe(made -> top.getChildren().setAll(made.<Node>map(this::once).orElseGet(this::form)));
  }

  private Node form() {
    TextField name = new TextField();
    name.setId("settings-token-name");
    name.setPromptText(texts.of("settings.tokens.name.prompt"));
    name.textProperty().bindBidirectional(model.name());
    HBox scopes = Rows.line();
    scopes.setSpacing(16);
    for (String scope : TokensViewModel.SCOPES) {
      CheckBox box = new CheckBox(texts.of("settings.tokens.scope." + scope));
      box.setId("settings-token-" + scope);
      box.selectedProperty().bindBidirectional(model.scope(scope));
      scopes.getChildren().add(box);
    }
    Button create = Rows.button("settings-token-create", texts.of("settings.tokens.create"), model::create);
    create.disableProperty().bind(model.creatable().not());
    HBox first = new HBox(16, Rows.field(texts.of("settings.tokens.name"), name),
        new VBox(4, new Label(texts.of("settings.tokens.life")), lives()));
    return new VBox(14, Words.of(texts.of("settings.tokens.what"), "text-muted"), first, scopes, create);
  }

  private ComboBox<Life> lives() {
    ComboBox<Life> lives = new ComboBox<>();
    lives.setId("settings-token-life");
    lives.setAccessibleText(texts.of("settings.tokens.life"));
    lives.getItems().setAll(Life.values());
    lives.setConverter(new StringConverter<>() {
      @Override
      public String toString(Life life) {
        return life == null ? "" : texts.of("settings.tokens.life." + life.name().toLowerCase(Locale.ROOT));
      }

      @Override
      public Life fromString(String words) {
        throw new UnsupportedOperationException("nobody types it");
      }
    });
    lives.valueProperty().bindBidirectional(model.life());
    return lives;
  }

  private Node once(TokenCreated made) {
    TextField text = SecurityPane.copyable("settings-token-text", made.text());
    HBox.setHgrow(text, Priority.ALWAYS);
    Button copy = Rows.button("settings-token-copy", texts.of("settings.copy"),
        () -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, made.text())));
    return new VBox(12, Words.of(texts.of("settings.tokens.made", made.token().name()), "title-4"),
        Words.of(texts.of("settings.tokens.once")), Rows.line(text, copy),
        Rows.button("settings-token-away", texts.of("settings.tokens.away"), model::putAway));
  }

  private final class TokenCell extends ActCell<TokenView> {
    TokenCell() {
      super(texts.of("settings.tokens.revoke"), model::revoke);
    }

    @Override
    protected String show(TokenView token) {
      act().setVisible(TokensViewModel.isActive(token));
      act().setAccessibleText(texts.of("settings.tokens.revoke.one", token.name()));
      return show(VisibleText.line(token.name()), described(token));
    }

    private String described(TokenView token) {
      Instant now = model.clock().instant();
      String may = token.scopes().stream().map(scope -> TokensViewModel.SCOPES.contains(scope)
          ? texts.of("settings.tokens.scope." + scope)
          : VisibleText.line(scope)).collect(Collectors.joining(", "));
      String used = token.lastUsedAt()
          .map(at -> texts.of("settings.tokens.used", Moments.ago(Instant.parse(at), now, texts)))
          .orElse(texts.of("settings.tokens.unused"));
      Optional<String> end = token.expiresAt().map(at -> Moments.left(Instant.parse(at), now, texts));
      String state = TokensViewModel.isActive(token)
          ? end.map(left -> texts.of("settings.tokens.until", left)).orElse(texts.of("settings.tokens.forever"))
          : texts.of("settings.tokens.state." + token.state());
      return may + ". " + state + " " + used;
    }
  }
}
