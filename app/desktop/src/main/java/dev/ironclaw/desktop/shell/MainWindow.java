package dev.ironclaw.desktop.shell;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
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
  private final Node side;
  private final Subscription listening;
  private final VBox above;
  private final NoticePane notices;
  private Optional<Screen.Opened> shown = Optional.empty();

  /// One that tells nothing above its screens.
  ///
  /// @param screens in the order of the navigation; the first is opened where nothing else is wanted
  public MainWindow(Backend backend, Texts texts, Navigation navigation, List<Screen> screens) {
    this(backend, texts, navigation, screens, new Notices(), () -> {});
  }

  /// The window's content.
  ///
  /// @param connectAgain what a person asks for where the connection is lost
  public MainWindow(Backend backend, Texts texts, Navigation navigation, List<Screen> screens, Notices notices,
      Runnable connectAgain) {
    this.backend = backend;
    this.texts = texts;
    this.navigation = navigation;
    screens.forEach(screen -> this.screens.put(screen.id(), screen));
    navigation.offer(this.screens.keySet());
    getStyleClass().add("main-window");
    this.notices = new NoticePane(notices, texts);
    this.above = new VBox(lost(connectAgain), this.notices);
    setTop(above);
    side = side();
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
    setLeft(screen.listed() ? side : null);
    setCenter(opened.view());
    opened.model().start();
  }

  /// The first nine are a key away.
  private void jump(KeyEvent key) {
    List<Screen> order = listed();
    int number = key.isShortcutDown() && key.getCode().isDigitKey() ? key.getCode().getCode() - '0' : 0;
    if (number >= 1 && number <= order.size()) {
      navigation.go(order.get(number - 1).id());
      key.consume();
    }
  }

  private List<Screen> listed() {
    return screens.values().stream().filter(Screen::listed).toList();
  }

  /// Names of the screens where something that was written would be lost.
  public List<String> unsaved() {
    return screens.values().stream()
        .filter(
            screen -> Optional.ofNullable(made.get(screen)).filter(opened -> opened.model().isUnsaved()).isPresent())
        .map(screen -> texts.of("screen." + screen.id())).toList();
  }

  /// True while the open screen shows something that nobody can see again after it.
  public boolean isShownOnce() {
    return shown.filter(opened -> opened.model().isShownOnce()).isPresent();
  }

  /// Ends what the open screen listens to.
  public void close() {
    listening.unsubscribe();
    notices.close();
    shown.ifPresent(opened -> opened.model().stop());
  }

  /// Says something above every screen, above what is told once.
  public void announce(Banner banner) {
    above.getChildren().add(above.getChildren().size() - 1, banner);
  }

  private Banner lost(Runnable connectAgain) {
    ObservableValue<Optional<Banner.Said>> lost = Bindings.createObjectBinding(
        () -> backend.events().connected().get() ? Optional.empty() : Optional.of(said()),
        backend.events().connected(), backend.events().refusal());
    return new Banner("mdi2c-connection", lost, texts.of("shell.connection.again"), connectAgain);
  }

  private Banner.Said said() {
    String why = backend.events().refusal().getValue();
    return new Banner.Said(why.isEmpty()
        ? texts.of("shell.connection.lost")
        : texts.of("shell.connection.refused", why), false);
  }

  private Node side() {
    Label name = new Label(texts.of("shell.name"), new FontIcon("mdi2s-shield-lock-outline"));
    name.getStyleClass().addAll("title-4", "brand");
    VBox side = new VBox(2, name);
    side.getStyleClass().add("navigation");
    ToggleGroup group = new ToggleGroup();
    listed().forEach(screen -> side.getChildren().add(entry(screen, group)));
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
