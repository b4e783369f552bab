package dev.ironclaw.desktop.schedule;

import dev.ironclaw.desktop.schedule.NewSchedule.Repeat;
import dev.ironclaw.desktop.shell.Facts;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.Page;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.DatePicker;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// The form of a new schedule.
final class NewSchedulePane extends BorderPane {
  private final NewSchedule model;
  private final Texts texts;

  NewSchedulePane(NewSchedule model, Texts texts) {
    this.model = model;
    this.texts = texts;
    ComboBox<String> agent = new ComboBox<>(model.agents());
    agent.setId("schedules-new-agent");
    agent.valueProperty().bindBidirectional(model.agent());
    TextArea prompt = new TextArea();
    prompt.setId("schedules-new-prompt");
    Words.wrap(prompt);
    prompt.setPrefRowCount(4);
    prompt.textProperty().bindBidirectional(model.prompt());
    DatePicker date = new DatePicker();
    date.setId("schedules-new-date");
    date.valueProperty().bindBidirectional(model.date());
    TextField time = field("schedules-new-time", "schedules.new.time.prompt");
    time.setPrefColumnCount(6);
    time.textProperty().bindBidirectional(model.time());
    TextField rule = field("schedules-new-rule", "schedules.new.rule.prompt");
    rule.textProperty().bindBidirectional(model.rule());
    rule.disableProperty().bind(model.repeat().isNotEqualTo(Repeat.RULE));
    Facts facts = new Facts().add(texts.of("schedules.fact.agent"), named(agent, "schedules.fact.agent"))
        .add(texts.of("schedules.what"), named(prompt, "schedules.what"))
        .add(texts.of("schedules.new.first"), new HBox(8, named(date, "schedules.new.first"), time))
        .add(texts.of("schedules.new.repeat"), new HBox(8, repeat(), rule))
        .add("", Words.of(texts.of("schedules.new.zone", model.zone().getId()), "text-muted"));
    NoteLine objection = new NoteLine(model.objection());
    objection.getStyleClass().add("objection");
    objection.setId("schedules-new-objection");
    setCenter(new Page().add(texts.of("schedules.new.title"), facts, objection, buttons()));
  }

  private Node repeat() {
    ComboBox<Repeat> repeat = new ComboBox<>();
    repeat.setId("schedules-new-repeat");
    repeat.getItems().setAll(Repeat.values());
    repeat.setConverter(new Named());
    repeat.valueProperty().bindBidirectional(model.repeat());
    return named(repeat, "schedules.new.repeat");
  }

  private Node buttons() {
    Button ask = new Button(texts.of("schedules.new.ask"));
    ask.setId("schedules-new-ask");
    ask.getStyleClass().add("accent");
    ask.setOnAction(_ -> model.ask());
    Button back = new Button(texts.of("schedules.new.back"));
    back.setOnAction(_ -> model.giveUp());
    return new HBox(8, ask, back);
  }

  private TextField field(String id, String key) {
    TextField field = new TextField();
    field.setId(id);
    field.setPromptText(texts.of(key));
    field.setAccessibleText(texts.of(key));
    return field;
  }

  private <T extends Control> T named(T control, String key) {
    control.setAccessibleText(texts.of(key));
    return control;
  }

  private final class Named extends StringConverter<Repeat> {
    @Override
    public String toString(@Nullable Repeat repeat) {
      return repeat == null ? "" : texts.of(switch (repeat) {
        case ONCE -> "schedules.repeat.once";
        case HOURLY -> "schedules.repeat.hourly";
        case DAILY -> "schedules.repeat.daily";
        case WEEKLY -> "schedules.repeat.weekly";
        case RULE -> "schedules.repeat.rule";
      });
    }

    @Override
    public Repeat fromString(String text) {
      return Repeat.valueOf(text.toUpperCase(Locale.ROOT));
    }
  }
}
