package dev.ironclaw.desktop.home;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.ask.Ask;
import dev.ironclaw.desktop.ask.OpenAsks;
import dev.ironclaw.desktop.home.HomeViewModel.Glance;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What waits, what runs and the day at the left, the health at the right; below each other where there is no room.
public final class HomeView extends BorderPane {
  /// As many as are seen without scrolling.
  private static final int MOST_WAITING = 5;
  private static final int MOST_ASKS = 10;
  private static final int MOST_RUNNING = 6;
  private static final int MOST_CHARS = 200;

  private final HomeViewModel model;
  private final Navigation navigation;
  private final Texts texts;
  private final Section waiting;
  private final Section running;
  private final Section health;
  private final BrakeRow brake;
  private final TodayPane today;
  private final Region todayPanel;
  private final Section spent;
  private final Region spentPanel;

  HomeView(HomeViewModel model, Navigation navigation, Texts texts) {
    this.model = model;
    this.navigation = navigation;
    this.texts = texts;
    this.waiting = new Section(navigation, texts);
    this.running = new Section(navigation, texts);
    this.health = new Section(navigation, texts);
    this.brake = new BrakeRow(model, texts);
    this.today = new TodayPane(texts);
    getStyleClass().addAll("screen", "home");
    Label title = new Label(texts.of("screen.home"));
    title.getStyleClass().add("title-2");
    setTop(title);
    todayPanel = panel("home.today", today);
    this.spent = new Section(navigation, texts);
    spentPanel = panel("home.spent", spent);
    Columns columns = new Columns(
        List.of(panel("home.waiting", waiting), panel("home.running", running), todayPanel),
        List.of(panel("home.health", new VBox(health, brake)), spentPanel));
    ScrollPane page = new ScrollPane(columns);
    page.setFitToWidth(true);
    page.getStyleClass().add("edge-to-edge");
    setCenter(new StatePane(texts, "home", model.state(), page, model::load));
    NoteLine note = new NoteLine(model.note());
    note.setId("home-note");
    setBottom(note);
    model.glance().subscribe(glance -> glance.ifPresent(this::show));
  }

  private Region panel(String key, Node content) {
    Label head = new Label(texts.of(key));
    head.getStyleClass().add("title-4");
    VBox panel = new VBox(10, head, content);
    panel.getStyleClass().add("panel");
    return panel;
  }

  /// Words with times in them, so with every glance.
  private void show(Glance glance) {
    showWaiting(glance.now());
    running.show(runningLines(glance));
    health.show(glance.health().stream().map(this::healthLine).toList());
    brake.show(glance.panic(), glance.now());
    shown(todayPanel, glance.today().isPresent());
    shown(spentPanel, glance.spending().isPresent());
    glance.spending().ifPresent(spending -> spent.show(new SpendingLines(navigation, texts).of(spending)));
    glance.today().ifPresent(today::show);
  }

  private static void shown(Region panel, boolean there) {
    panel.setVisible(there);
    panel.setManaged(there);
  }

  void showWaiting(Instant now) {
    List<ChangeView> changes = model.pending().changes();
    List<Ask> asks = model.asks().asks();
    List<Line> lines = new ArrayList<>(asks.stream().limit(MOST_ASKS).map(ask -> askLine(ask, now)).toList());
    if (asks.size() > MOST_ASKS) {
      lines.add(Line.words("home-asks-more", texts.of("home.more", asks.size() - MOST_ASKS)));
    }
    changes.stream().limit(MOST_WAITING).forEach(change -> lines.add(waitingLine(change, now)));
    if (changes.isEmpty() && !lines.isEmpty()) {
      waiting.show(lines);
      return;
    }
    if (changes.isEmpty()) {
      lines.add(switch (model.pending().state().get()) {
        case ListState.Empty _,ListState.Filled _ -> new Line("home-calm", "mdi2c-check-circle-outline", "good",
            texts.of("home.waiting.none"), texts.of("home.waiting.none.hint"), Optional.empty(), Optional.empty());
        case ListState.Loading _ -> Line.words("home-waiting", texts.of("home.waiting.loading"));
        case ListState.Failed failed -> Line.words("home-waiting", failed.why());
      });
    } else if (changes.size() > MOST_WAITING) {
      lines.add(Line.link("home-waiting-more", texts.of("home.more", changes.size() - MOST_WAITING), "approvals"));
    }
    waiting.show(lines);
  }

  private Line askLine(Ask ask, Instant now) {
    String below = switch (ask) {
      case Ask.Blocked blocked -> blocked.missing();
      case Ask.Question _,Ask.Budget _ -> ask.since().map(since -> Moments.ago(since, now, texts)).orElse("");
    };
    return new Line("home-ask-" + ask.id(), icon(ask), "weaker", ask.title(texts),
        texts.of("home.waiting.row", brief(ask.agentId()), below), Optional.empty(),
        Optional.of(new Line.Way(ask.screen(), Optional.of(ask.item()))));
  }

  private static String icon(Ask ask) {
    return switch (ask) {
      case Ask.Question _ -> "mdi2c-comment-question-outline";
      case Ask.Budget _ -> "mdi2g-gauge";
      case Ask.Blocked _ -> "mdi2c-calendar-alert";
    };
  }

  private Line waitingLine(ChangeView change, Instant now) {
    return new Line("home-waiting-" + change.id(), "mdi2h-hand-back-right-outline", "weaker",
        brief(change.card().title()),
        texts.of("home.waiting.row", brief(change.agentGroupId().isEmpty()
            ? texts.of("approvals.card.everybody")
            : change.agentGroupName().orElse(change.agentGroupId())),
            Moments.ago(Instant.parse(change.createdAt()), now, texts)),
        Optional.of(change.card().risk()), Optional.of(new Line.Way("approvals", Optional.of(change.id()))));
  }

  private List<Line> runningLines(Glance glance) {
    List<Line> lines = new ArrayList<>(glance.running().stream().limit(MOST_RUNNING)
        .map(box -> runningLine(box, glance.now())).toList());
    if (glance.running().isEmpty()) {
      lines.add(Line.words("home-running", texts.of("home.running.none")));
    } else if (glance.running().size() > MOST_RUNNING) {
      String more = texts.of("home.more", glance.running().size() - MOST_RUNNING);
      lines.add(navigation.offers("sessions")
          ? Line.link("home-running-more", more, "sessions")
          : Line.words("home-running-more", more));
    }
    if (glance.prepared() > 0) {
      lines.add(Line.words("home-prepared", texts.of("home.running.prepared", glance.prepared())));
    }
    return lines;
  }

  private Line runningLine(RunningBox box, Instant now) {
    String state = switch (box.state()) {
      case "starting" -> texts.of("home.box.starting");
      case "running" -> texts.of("home.box.running");
      case "stopping" -> texts.of("home.box.stopping");
      case "backing_off" -> texts.of("home.box.backing-off");
      case "parked" -> texts.of("home.box.parked");
      default -> brief(box.state());
    };
    boolean well = List.of("starting", "running", "stopping").contains(box.state());
    String note = box.note().isEmpty() ? "" : "\n" + brief(box.note());
    return new Line("home-running-" + box.session(), "mdi2r-robot-outline", well ? "good" : "weaker",
        brief(box.agent()), texts.of("home.running.row", state, Moments.ago(box.since(), now, texts)) + note,
        Optional.empty(), way(box));
  }

  private Optional<Line.Way> way(RunningBox box) {
    if (navigation.offers("sessions")) {
      return Optional.of(new Line.Way("sessions", Optional.of(box.session())));
    }
    return navigation.offers("chat")
        ? Optional.of(new Line.Way("chat", Optional.of(box.agentId())))
        : Optional.empty();
  }

  private Line healthLine(HealthRow row) {
    String icon = switch (row.level()) {
      case GOOD -> "mdi2c-check-circle-outline";
      case WEAKER -> "mdi2a-alert-outline";
      case BAD -> "mdi2a-alert-octagon-outline";
    };
    Optional<Line.Way> way = row.screen().filter(navigation::offers)
        .map(screen -> new Line.Way(screen, Optional.empty()));
    return new Line("home-health-" + row.id(), icon, row.level().name().toLowerCase(Locale.ROOT),
        texts.of("home.health." + row.id()), row.words(), Optional.empty(), way);
  }

  /// An agent's words are shown as they are, and never at length.
  private static String brief(String words) {
    return VisibleText.line(Excerpt.of(words, MOST_CHARS));
  }

  /// The first screen of the window.
  public static Screen screen(PendingChanges pending, OpenAsks asks, Navigation navigation, Texts texts) {
    return new Screen("home", "mdi2h-home-outline", asks.count(), backend -> {
      HomeViewModel model = new HomeViewModel(backend, pending, asks, texts, ZoneId.systemDefault());
      HomeView view = new HomeView(model, navigation, texts);
      return new Screen.Opened(new Watched(model, () -> view.showWaiting(backend.clock().instant())), view);
    });
  }
}
