package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.job.NewJob.Entry;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The secrets of a new job: a name of the vault, and the variable that its programs find it in.
final class GrantRows extends VBox {
  private static final double FIELD = 230;

  private final NewJob model;
  private final Texts texts;
  private final VBox rows = new VBox(8);

  GrantRows(NewJob model, Texts texts) {
    super(8);
    this.model = model;
    this.texts = texts;
    Button add = new Button(texts.of("jobs.new.grant"), new FontIcon("mdi2p-plus"));
    add.setId("jobs-new-grant");
    add.setOnAction(_ -> model.grants().add(new GrantDraft()));
    Label below = Words.of("");
    model.objection(Entry.GRANTS).subscribe(why -> {
      below.setText(why == null ? texts.of("jobs.new.grant.help") : why);
      below.getStyleClass().setAll("label", why == null ? "text-muted" : "objection");
    });
    getChildren().addAll(below, rows, add);
    model.grants().addListener((ListChangeListener<GrantDraft>) _ -> show());
    show();
  }

  private void show() {
    rows.getChildren().setAll(model.grants().stream().map(this::row).toList());
  }

  private Node row(GrantDraft grant) {
    ComboBox<String> source = new ComboBox<>(model.credentials());
    source.setConverter(new Named<>(VisibleText::line));
    source.setPromptText(texts.of("jobs.new.grant.source"));
    source.setAccessibleText(texts.of("jobs.new.grant.source"));
    source.setPrefWidth(FIELD);
    source.valueProperty().bindBidirectional(grant.source());
    TextField variable = new TextField();
    variable.setPromptText(texts.of("jobs.new.grant.variable"));
    variable.setAccessibleText(texts.of("jobs.new.grant.variable"));
    variable.setPrefWidth(FIELD);
    variable.textProperty().bindBidirectional(grant.variable());
    Button remove = new Button("", new FontIcon("mdi2c-close"));
    remove.getStyleClass().addAll("flat", "button-icon");
    remove.setAccessibleText(texts.of("jobs.new.grant.remove"));
    remove.setTooltip(new Tooltip(texts.of("jobs.new.grant.remove")));
    remove.setOnAction(_ -> model.grants().remove(grant));
    return new FlowPane(8, 8, source, variable, remove);
  }
}
