package dev.ironclaw.desktop.shell;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.javafx.FontIcon;

/// The navigation at the left, the screen that is open beside it, what concerns everything above both.
public final class MainWindow extends BorderPane {
  private final Backend backend;
  private final Texts texts;
  private final Navigation navigation;
  private final Map<String, Screen> screens = new LinkedHashMap<>();
  private final Map<Screen, Screen.Opened> made = new HashMap<>();
  private final Subscription listening;
  private final VBox above = new VBox();
  private Optional<Screen.Opened> shown = Optional.empty();

  /// @param screens in the order of the navigation; the first is opened where nothing else is wanted
  public MainWindow(Backend backend, Texts texts, Navigation navigation, List<Screen> screens) {
    this.backend = backend;
    this.texts = texts;
    this.navigation = navigation;
    screens.forEach(screen -> this.screens.put(screen.id(), screen));
    getStyleClass().add("main-window");
    setTop(above);
    announce(lost());
    setLeft(side());
    setOnKeyPressed(this::jump);
    if (navigation.screen().get().isEmpty()) {
      navigation.go(screens.getFirst().id());
    }
    listening = navigation.screen().subscribe(this::show);
  }

  private void show(String id) {
    Screen screen = Objects.requireNonNull(screens.get(id), id);
    shown.ifPresent(before -> before.model().stop());
    Screen.Opened opened = made.computeIfAbsent(screen, wanted -> wanted.open().apply(backend));
    shown = Optional.of(opened);
    setCenter(opened.view());
    opened.model().start();
  }

  /// The first nine are a key away.
  private void jump(KeyEvent key) {
    List<Screen> order = List.copyOf(screens.values());
    int number = key.isShortcutDown() && key.getCode().isDigitKey() ? key.getCode().getCode() - '0' : 0;
    if (number >= 1 && number <= order.size()) {
      navigation.go(order.get(number - 1).id());
      key.consume();
    }
  }

  /// Ends what the open screen listens to.
  public void close() {
    listening.unsubscribe();
    shown.ifPresent(opened -> opened.model().stop());
  }

  /// Says something above every screen, below what is said there already.
  public void announce(Banner banner) {
    above.getChildren().add(banner);
  }

  private Banner lost() {
    Optional<Banner.Said> words = Optional.of(new Banner.Said(texts.of("shell.connection.lost"), false));
    return new Banner("mdi2c-connection",
        backend.events().connected().map(connected -> connected ? Optional.<Banner.Said>empty() : words));
  }

  private Node side() {
    Label name = new Label(texts.of("shell.name"), new FontIcon("mdi2s-shield-lock-outline"));
    name.getStyleClass().addAll("title-4", "brand");
    VBox side = new VBox(2, name);
    side.getStyleClass().add("navigation");
    ToggleGroup group = new ToggleGroup();
    screens.values().forEach(screen -> side.getChildren().add(entry(screen, group)));
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
    button.setOnAction(_ -> {
      // A second click must not leave nothing chosen.
      button.setSelected(true);
      navigation.go(screen.id());
    });
    navigation.screen().subscribe(now -> button.setSelected(now.equals(screen.id())));
    return button;
  }
}
