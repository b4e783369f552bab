package dev.ironclaw.desktop.schedule;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ScheduleView;
import dev.ironclaw.desktop.shell.ChosenList;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.RowCell;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import dev.ironclaw.desktop.shell.Words;
import java.time.ZoneId;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Schedules in the navigation: all of them at the left, one with its runs beside them.
public final class SchedulesView extends BorderPane {
  private static final int PROMPT_CHARS = 120;

  private final SchedulesViewModel model;
  private final Texts texts;

  private SchedulesView(SchedulesViewModel model, NewSchedule form, Texts texts) {
    this.model = model;
    this.texts = texts;
    getStyleClass().add("screen");
    Label title = new Label(texts.of("screen.schedules"));
    title.getStyleClass().add("title-2");
    Button fresh = new Button(texts.of("schedules.new"));
    fresh.setId("schedules-new");
    fresh.setMinWidth(Region.USE_PREF_SIZE);
    fresh.setOnAction(_ -> form.open().set(true));
    fresh.visibleProperty().bind(form.open().not());
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox head = new HBox(8, title, space, fresh);
    head.setPadding(new Insets(0, 0, 8, 0));
    setTop(head);
    ListView<ScheduleView> list = list();
    SplitPane both = new SplitPane(list, new SchedulePane(model, texts));
    both.setDividerPositions(0.32);
    SplitPane.setResizableWithParent(list, false);
    StatePane all = new StatePane(texts, "schedules", model.state(), both, model::load);
    NewSchedulePane writing = new NewSchedulePane(form, texts);
    form.open().subscribe(open -> setCenter(open ? writing : all));
    NoteLine note = new NoteLine(model.note());
    note.setId("schedules-note");
    setBottom(note);
  }

  /// The screen.
  ///
  /// @param zone of this machine, in which people write times down
  public static Screen screen(Navigation navigation, ZoneId zone, Texts texts) {
    return new Screen("schedules", "mdi2c-calendar-clock", new SimpleIntegerProperty(), backend -> {
      SchedulesViewModel model = new SchedulesViewModel(backend, navigation, texts);
      NewSchedule form = new NewSchedule(backend, navigation, texts, zone, model::granted);
      return new Screen.Opened(ViewModel.of(model, form), new SchedulesView(model, form, texts));
    });
  }

  private ListView<ScheduleView> list() {
    ListView<ScheduleView> list = new ChosenList<>("schedules-list", model.shown(), model.chosen());
    list.setCellFactory(_ -> new Cell());
    return list;
  }

  /// One schedule: what, whose and when.
  private final class Cell extends RowCell<ScheduleView> {
    private final Label what;
    private final Label below;

    Cell() {
      this(Words.of("", "text-bold"), Words.of("", "text-muted", "text-small"));
    }

    private Cell(Label what, Label below) {
      super(new VBox(3, what, below));
      this.what = what;
      this.below = below;
      getStyleClass().add("card-cell");
    }

    @Override
    protected String show(ScheduleView one) {
      what.setText(Excerpt.of(VisibleText.line(one.prompt()), PROMPT_CHARS));
      below.setText(texts.of("schedules.row", one.agentGroupId(), model.state(one), one.when()));
      return what.getText() + ". " + below.getText();
    }
  }
}
