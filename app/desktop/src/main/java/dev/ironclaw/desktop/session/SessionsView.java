package dev.ironclaw.desktop.session;

import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.shell.ChosenList;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.QuestionPane;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.Instant;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// Sessions in the navigation: all of them at the left, one with what happened in it beside them.
public final class SessionsView extends BorderPane {
  private final SessionsViewModel model;
  private final Texts texts;
  private final StateWords words;

  private SessionsView(SessionsViewModel model, Questions questions, Texts texts) {
    this.model = model;
    this.texts = texts;
    this.words = new StateWords(texts);
    getStyleClass().add("screen");
    Label title = new Label(texts.of("screen.sessions"));
    title.getStyleClass().add("title-2");
    setTop(title);
    TextField search = new TextField();
    search.setId("sessions-search");
    search.setPromptText(texts.of("sessions.search"));
    search.setAccessibleText(texts.of("sessions.search"));
    search.textProperty().bindBidirectional(model.search());
    Button again = new Button(null, new FontIcon("mdi2r-refresh"));
    again.setId("sessions-again");
    again.setAccessibleText(texts.of("sessions.again"));
    again.setTooltip(new Tooltip(texts.of("sessions.again")));
    again.setOnAction(_ -> model.load());
    HBox.setHgrow(search, Priority.ALWAYS);
    HBox above = new HBox(8, search, again);
    BorderPane left = new BorderPane(list());
    left.setTop(above);
    BorderPane.setMargin(above, new javafx.geometry.Insets(0, 0, 8, 0));
    SplitPane both = new SplitPane(left, new SessionPane(model, questions, words, texts));
    both.setDividerPositions(0.26);
    SplitPane.setResizableWithParent(left, false);
    setCenter(new StatePane(texts, "sessions", model.state(), both, model::load));
    NoteLine note = new NoteLine(model.note());
    note.setId("sessions-note");
    setBottom(note);
  }

  private ListView<SessionRow> list() {
    ListView<SessionRow> list = new ChosenList<>("sessions-list", model.shown(), model.chosen());
    list.setPlaceholder(new Label(texts.of("sessions.search.none")));
    list.setCellFactory(_ -> new Cell());
    return list;
  }

  /// The screen.
  public static Screen screen(Navigation navigation, Texts texts) {
    return new Screen("sessions", "mdi2t-timeline-text-outline", new SimpleIntegerProperty(), backend -> {
      SessionsViewModel model = new SessionsViewModel(backend, navigation, texts);
      Questions questions = new Questions();
      return new Screen.Opened(new Front(model, questions),
          new QuestionPane(questions, texts, new SessionsView(model, questions, texts)));
    });
  }

  /// Nobody answers a question on a screen that was left.
  private record Front(SessionsViewModel model, Questions questions) implements ViewModel {
    @Override
    public void start() {
      model.start();
    }

    @Override
    public void stop() {
      questions.decline();
      model.stop();
    }
  }

  /// One session in three lines, and a fourth for what its box uses.
  private final class Cell extends ListCell<SessionRow> {
    private final Label agent = new Label();
    private final Label place = new Label();
    private final Label state = new Label();
    private final Label used = new Label();
    private final UsageWords usages = new UsageWords(texts);
    private final VBox lines = new VBox(3, agent, place, state, used);

    Cell() {
      agent.getStyleClass().add("text-bold");
      place.getStyleClass().addAll("text-muted", "text-small");
      state.getStyleClass().addAll("text-muted", "text-small");
      used.getStyleClass().addAll("text-muted", "text-small");
      getStyleClass().add("card-cell");
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable SessionRow row, boolean empty) {
      super.updateItem(row, empty);
      if (empty || row == null) {
        setGraphic(null);
        setAccessibleText(null);
        return;
      }
      agent.setText(row.agent());
      place.setText(model.place(row));
      state.setText(texts.of("sessions.row", words.of(row.session().containerStatus()),
          Moments.ago(Instant.parse(row.session().lastActive()), model.clock().instant(), texts)));
      used.setText(row.usage().map(usage -> texts.of("sessions.row.usage", usages.memory(usage),
          usages.runs(usage, model.clock().instant()))).orElse(""));
      used.setManaged(row.usage().isPresent());
      setAccessibleText(agent.getText() + ". " + place.getText() + ". " + state.getText()
          + row.usage().map(usage -> ". " + usages.sentence(usage, model.clock().instant())).orElse(""));
      setGraphic(lines);
    }
  }
}
