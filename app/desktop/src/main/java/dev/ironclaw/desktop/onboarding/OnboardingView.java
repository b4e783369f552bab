package dev.ironclaw.desktop.onboarding;

import dev.ironclaw.desktop.onboarding.OnboardingViewModel.Step;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The setup: the steps above, the open one in the middle, the ways on below.
public final class OnboardingView extends BorderPane {
  /// Its name for [Navigation].
  public static final String ID = "onboarding";
  private static final double WIDTH = 860;

  private final OnboardingViewModel model;
  private final Texts texts;
  private final HBox steps = new HBox(22);
  private final Label title = new Label();
  private final Label about = Words.of("", "text-muted");
  private final BorderPane body = new BorderPane();
  private final MachinePane machine;
  private final ModelPane models;
  private final FirstAgentPane agent;
  private final BorderPane hello = new BorderPane();
  private final Button back;
  private final Button skip;
  private final Button next;

  private OnboardingView(OnboardingViewModel model, Consumer<String> browse, Texts texts) {
    this.model = model;
    this.texts = texts;
    machine = new MachinePane(model, texts);
    models = new ModelPane(model, browse, texts);
    agent = new FirstAgentPane(model, texts);
    back = button("onboarding-back", "onboarding.back", model::back);
    skip = button("onboarding-skip", "onboarding.skip", model::leave);
    skip.getStyleClass().add("flat");
    next = button("onboarding-next", "onboarding.next", this::forward);
    next.getStyleClass().add("accent");
    BorderPane page = new BorderPane(body);
    page.setTop(head());
    page.setBottom(bar());
    page.setMaxWidth(WIDTH);
    page.getStyleClass().add("onboarding");
    HBox middle = new HBox(page);
    middle.setAlignment(Pos.TOP_CENTER);
    HBox.setHgrow(page, Priority.ALWAYS);
    setCenter(middle);
    model.step().subscribe(_ -> show());
    model.connecting().subscribe(_ -> judge());
    model.form().subscribe(form -> form.ifPresent(known -> known.modelName().subscribe(_ -> judge())));
    model.reviewed().subscribe(card -> {
      card.ifPresent(read -> read.ended().subscribe(_ -> judge()));
      judge();
    });
    model.hello().subscribe(talk -> talk.ifPresent(known -> {
      hello.setCenter(new HelloPane(known, texts));
      known.answered().subscribe(_ -> judge());
    }));
  }

  private Button button(String id, String key, Runnable work) {
    Button button = new Button(texts.of(key));
    button.setId(id);
    button.setOnAction(_ -> work.run());
    return button;
  }

  private Node head() {
    Label name = new Label(texts.of("onboarding.welcome"), new FontIcon("mdi2s-shield-lock-outline"));
    name.getStyleClass().addAll("title-4", "brand");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox top = new HBox(10, name, space, steps);
    top.setAlignment(Pos.CENTER_LEFT);
    steps.setAlignment(Pos.CENTER_RIGHT);
    title.getStyleClass().add("title-2");
    VBox head = new VBox(8, top, title, about);
    VBox.setMargin(title, new javafx.geometry.Insets(22, 0, 0, 0));
    head.getStyleClass().add("page-head");
    return head;
  }

  private HBox bar() {
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    for (Button button : new Button[]{skip, back, next}) {
      button.managedProperty().bind(button.visibleProperty());
    }
    HBox bar = new HBox(10, skip, back, space, next);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add("onboarding-bar");
    return bar;
  }

  private void forward() {
    if (model.step().get() == Step.HELLO) {
      model.leave();
    } else {
      model.next();
    }
  }

  private void show() {
    Step now = model.step().get();
    steps.getChildren().clear();
    for (Step step : Step.values()) {
      Label mark = new Label(step.index() + 1 + "  " + texts.of("onboarding.step." + word(step)));
      mark.getStyleClass().add(step == now ? "step-now" : "text-muted");
      steps.getChildren().add(mark);
    }
    title.setText(texts.of("onboarding.title." + word(now)));
    about.setText(texts.of("onboarding.about." + word(now)));
    body.setCenter(switch (now) {
      case MACHINE -> machine;
      case MODEL -> models;
      case AGENT -> agent;
      case HELLO -> hello;
    });
    judge();
  }

  private void judge() {
    Step now = model.step().get();
    boolean last = now == Step.HELLO;
    boolean answered = model.hello().get().filter(talk -> talk.answered().get()).isPresent();
    boolean connects = now == Step.MODEL && model.connecting().get();
    boolean reads = now == Step.AGENT && model.reviewed().get().filter(card -> !card.ended().get()).isPresent();
    back.setVisible(now != Step.MACHINE && !reads && !connects);
    skip.setVisible(!last || !answered);
    next.setText(texts.of(last ? "onboarding.finish" : "onboarding.next"));
    next.setDisable(last ? !answered : !model.hasNext());
    // In the third step the way on is its card; one that is there already can be talked to at once.
    next.setVisible(!reads && !connects && (now != Step.AGENT || model.hasNext()));
  }

  private static String word(Step step) {
    return step.name().toLowerCase(Locale.ROOT);
  }

  /// The screen; it has the window to itself.
  ///
  /// @param tray whether somebody shows the app's icon; empty while that is not known
  /// @param wsl the distribution that the control plane runs in, on Windows
  /// @param browse opens an address of the web
  public static Screen screen(Navigation navigation, ObservableValue<Optional<Boolean>> tray, Optional<String> wsl,
      Texts texts, Consumer<String> browse) {
    return new Screen(ID, "mdi2r-rocket-launch-outline", new SimpleIntegerProperty(), false, backend -> {
      OnboardingViewModel model = new OnboardingViewModel(backend, texts, navigation, tray,
          new MachineChecks(texts, wsl),
          new SecureRandom());
      return new Screen.Opened(model, new OnboardingView(model, browse, texts));
    });
  }
}
