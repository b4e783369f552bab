package dev.ironclaw.desktop.shell;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The navigation at the left, the screen that is open beside it, what concerns everything above both.
public final class MainWindow extends BorderPane {
  private final Backend backend;
  private final Texts texts;
  private final Map<Screen, Screen.Opened> made = new HashMap<>();
  private final ObjectProperty<Screen> open;

  /// @param screens at least one; the first is opened
  public MainWindow(Backend backend, Texts texts, List<Screen> screens) {
    this.backend = backend;
    this.texts = texts;
    this.open = new SimpleObjectProperty<>(screens.getFirst());
    getStyleClass().add("main-window");
    setTop(lost());
    setLeft(navigation(screens));
    open.subscribe(this::change);
    show(screens.getFirst());
  }

  /// Opens the screen with that id.
  public void open(String id) {
    made.keySet().stream().filter(screen -> screen.id().equals(id)).findFirst().ifPresent(open::set);
  }

  /// The screen that is shown.
  public ObjectProperty<Screen> open() {
    return open;
  }

  private void change(Screen before, Screen now) {
    stop(before);
    show(now);
  }

  private void show(Screen screen) {
    Screen.Opened opened = made.computeIfAbsent(screen, wanted -> wanted.open().apply(backend));
    opened.model().start();
    setCenter(opened.view());
  }

  private void stop(Screen screen) {
    Screen.Opened opened = made.get(screen);
    if (opened != null) {
      opened.model().stop();
    }
  }

  /// Ends what the open screen listens to.
  public void close() {
    stop(open.get());
  }

  private Node lost() {
    Label words = new Label(texts.of("shell.connection.lost"));
    HBox banner = new HBox(8, new FontIcon("mdi2c-connection"), words);
    banner.getStyleClass().addAll("banner", "warning");
    banner.setAlignment(Pos.CENTER_LEFT);
    banner.visibleProperty().bind(backend.events().connected().not());
    banner.managedProperty().bind(banner.visibleProperty());
    return banner;
  }

  private Node navigation(List<Screen> screens) {
    Label name = new Label(texts.of("shell.name"), new FontIcon("mdi2s-shield-lock-outline"));
    name.getStyleClass().addAll("title-4", "brand");
    VBox side = new VBox(2, name);
    side.getStyleClass().add("navigation");
    ToggleGroup group = new ToggleGroup();
    screens.forEach(screen -> side.getChildren().add(entry(screen, group)));
    return side;
  }

  private Node entry(Screen screen, ToggleGroup group) {
    Label words = new Label(texts.of("screen." + screen.id()), new FontIcon(screen.icon()));
    words.setGraphicTextGap(10);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Label count = new Label();
    count.getStyleClass().add("badge");
    count.textProperty().bind(Bindings.convert(screen.count()));
    count.visibleProperty().bind(Bindings.greaterThan(screen.count(), 0));
    HBox row = new HBox(words, space, count);
    row.setAlignment(Pos.CENTER_LEFT);
    ToggleButton button = new ToggleButton();
    button.setId("open-" + screen.id());
    button.setGraphic(row);
    button.setAccessibleText(texts.of("screen." + screen.id()));
    button.setMaxWidth(Double.MAX_VALUE);
    button.setToggleGroup(group);
    row.prefWidthProperty().bind(button.widthProperty().subtract(24));
    button.setSelected(screen.equals(open.get()));
    button.setOnAction(_ -> {
      // A second click must not leave nothing chosen.
      button.setSelected(true);
      open.set(screen);
    });
    open.subscribe(now -> button.setSelected(now.equals(screen)));
    return button;
  }
}
