package dev.ironclaw.desktop.audit;

import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.Subscription;
import org.kordamp.ikonli.javafx.FontIcon;

/// The log: how it stands above, what is looked for below that, the entries, the marked one beside them.
public final class AuditView extends BorderPane {
  /// From here on down the next page is loaded.
  private static final double NEAR_END = 0.85;
  /// The last column takes what the others leave.
  private static final double WIDE = 600;

  private final AuditViewModel model;
  private final AuditExportModel exports;
  private final Backend backend;
  private final Texts texts;
  private final ZoneId zone;
  private final TableView<AuditEntryView> table = new TableView<>();
  private EntryWords words;

  /// What the screen is made of; started and stopped with it.
  private record Parts(AuditViewModel entries, VerifyModel verify, SearchesModel searches) implements ViewModel {
    @Override
    public void start() {
      entries.start();
      verify.start();
      searches.load();
    }

    @Override
    public void stop() {
      entries.stop();
      verify.stop();
    }
  }

  private AuditView(Parts parts, AuditExportModel exports, Backend backend, Navigation navigation, Texts texts,
      ZoneId zone) {
    this.model = parts.entries();
    this.exports = exports;
    this.backend = backend;
    this.texts = texts;
    this.zone = zone;
    this.words = new EntryWords(texts, model.agents(), zone);
    getStyleClass().addAll("screen", "audit");
    Label title = new Label(texts.of("screen.audit"));
    title.getStyleClass().add("title-2");
    SearchesMenu searches = new SearchesMenu(parts.searches(), model.filter(), texts);
    VBox top = new VBox(10, title, new VerifyBadge(parts.verify(), texts),
        new FilterBar(model, texts, searches, live(), export()));
    setTop(top);
    EntryPane entry = new EntryPane(model, navigation, backend.clock(), texts, words);
    fill();
    SplitPane both = new SplitPane(table);
    SplitPane.setResizableWithParent(entry, false);
    model.chosen().subscribe(chosen -> open(both, entry, chosen != null));
    setCenter(new StatePane(texts, "audit", model.state(), both, model::load));
    NoteLine note = new NoteLine(model.note());
    note.setId("audit-note");
    setBottom(new VBox(progress(), note));
    model.agents().subscribe(() -> {
      words = new EntryWords(texts, model.agents(), zone);
      entry.speak(words);
      table.refresh();
    });
  }

  /// All the room is the table's while nothing is marked.
  private static void open(SplitPane both, Node entry, boolean wanted) {
    if (wanted && both.getItems().size() == 1) {
      both.getItems().add(entry);
      both.setDividerPositions(0.66);
    } else if (!wanted && both.getItems().size() > 1) {
      both.getItems().remove(entry);
    }
  }

  private void fill() {
    table.setId("audit-table");
    table.getStyleClass().add("dense");
    table.setItems(model.entries());
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
    table.getColumns().add(column("audit.column.time", 152, 152, entry -> words.minute(entry)));
    table.getColumns().add(column("audit.column.stage", 96, 120, entry -> words.stage(entry.stage())));
    table.getColumns().add(column("audit.column.agent", 90, 120, entry -> words.agent(entry)));
    table.getColumns().add(column("audit.column.actor", 100, 130, entry -> EntryWords.cell(entry.actor())));
    table.getColumns().add(column("audit.column.detail", 160, Double.MAX_VALUE,
        entry -> EntryWords.cell(entry.kind()) + " · " + EntryWords.cell(entry.detail())));
    table.getSelectionModel().selectedItemProperty().subscribe(marked -> {
      // A table that is filled anew marks nothing for a moment.
      if (marked != null) {
        model.chosen().set(marked);
      }
    });
    model.chosen().subscribe(chosen -> {
      if (chosen == null) {
        table.getSelectionModel().clearSelection();
      }
    });
    table.skinProperty().subscribe(skin -> {
      if (skin != null) {
        table.lookupAll(".scroll-bar").stream().map(ScrollBar.class::cast)
            .filter(bar -> bar.getOrientation() == Orientation.VERTICAL)
            .forEach(bar -> bar.valueProperty().subscribe((_, now) -> {
              if (now.doubleValue() > NEAR_END * bar.getMax()) {
                model.loadOlder();
              }
            }));
      }
    });
  }

  private TableColumn<AuditEntryView, String> column(String key, double least, double most,
      Function<AuditEntryView, String> cell) {
    TableColumn<AuditEntryView, String> column = new TableColumn<>(texts.of(key));
    column.setCellValueFactory(row -> new ReadOnlyStringWrapper(cell.apply(row.getValue())));
    column.setMinWidth(least);
    column.setMaxWidth(most);
    column.setPrefWidth(Math.min(most, WIDE));
    // The order is the log's.
    column.setSortable(false);
    column.setReorderable(false);
    return column;
  }

  private Node live() {
    ToggleButton live = new ToggleButton(texts.of("audit.live"), new FontIcon("mdi2p-pulse"));
    live.setId("audit-live");
    live.selectedProperty().bindBidirectional(model.live());
    live.setMinWidth(Region.USE_PREF_SIZE);
    model.newer().subscribe(newer -> live.setText(texts.of(newer ? "audit.live.newer" : "audit.live")));
    return live;
  }

  private Node export() {
    MenuButton export = new MenuButton(texts.of("audit.export"));
    export.setId("audit-export");
    export.setMinWidth(Region.USE_PREF_SIZE);
    for (String format : new String[]{"jsonl", "csv"}) {
      MenuItem item = new MenuItem(texts.of("audit.export." + format));
      item.setOnAction(_ -> choose(format));
      export.getItems().add(item);
    }
    exports.running().subscribe(running -> export.setDisable(running.isPresent()));
    return export;
  }

  private void choose(String format) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(texts.of("audit.export"));
    chooser.setInitialFileName("ironclaw-audit-" + LocalDate.ofInstant(backend.clock().instant(), zone) + "." + format);
    Optional.ofNullable(chooser.showSaveDialog(getScene().getWindow()))
        .ifPresent(file -> exports.begin(model.parameters(), format, file.toPath()));
  }

  private Node progress() {
    ProgressBar bar = new ProgressBar();
    bar.progressProperty().bind(exports.progress());
    bar.setPrefWidth(240);
    Button cancel = new Button(texts.of("audit.export.cancel"));
    cancel.setOnAction(_ -> exports.cancel());
    HBox row = new HBox(12, new Label(texts.of("audit.export.runs")), bar, cancel);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("note");
    exports.running().subscribe(running -> {
      row.setVisible(running.isPresent());
      row.setManaged(running.isPresent());
    });
    return row;
  }

  /// The screen.
  ///
  /// @param searches where named searches are kept
  /// @param state the control plane's state folder; empty where it is not certain to be on this machine
  public static Screen screen(SavedSearches searches, Optional<Path> state, Navigation navigation, Texts texts) {
    return new Screen("audit", "mdi2s-script-text-outline", new SimpleIntegerProperty(), backend -> {
      ZoneId zone = ZoneId.systemDefault();
      AuditViewModel entries = new AuditViewModel(backend, zone);
      Parts parts = new Parts(entries, new VerifyModel(backend, state, texts),
          new SearchesModel(backend, texts, searches, entries.note()));
      AuditView view = new AuditView(parts, new AuditExportModel(backend, texts, entries.note()), backend, navigation,
          texts, zone);
      return new Screen.Opened(new Opened(parts, navigation), view);
    });
  }

  /// Another screen may ask for what the log has about one thing.
  private static final class Opened implements ViewModel {
    private final Parts parts;
    private final Navigation navigation;
    private Subscription wishes = Subscription.EMPTY;

    Opened(Parts parts, Navigation navigation) {
      this.parts = parts;
      this.navigation = navigation;
    }

    @Override
    public void start() {
      wishes = navigation.host("audit",
          subject -> parts.entries().filter().set(AuditFilter.ALL.withSubject(subject)));
      parts.start();
    }

    @Override
    public void stop() {
      wishes.unsubscribe();
      parts.stop();
    }
  }
}
