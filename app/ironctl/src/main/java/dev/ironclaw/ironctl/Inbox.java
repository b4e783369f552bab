package dev.ironclaw.ironctl;

import dev.ironclaw.client.RedConfirmation;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.ironctl.InboxPage.Applied;
import dev.ironclaw.ironctl.InboxPage.Asking;
import dev.ironclaw.ironctl.InboxPage.Card;
import dev.ironclaw.ironctl.InboxPage.Question;
import dev.ironclaw.ironctl.InboxPage.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The inbox without terminal and network: what keys and news make of it. No key approves what has only just come under
/// it, an amber card must be open and was scrolled to its end, a red one is approved by typing a name.
final class Inbox {
  /// How long after something came under the keys they approve nothing.
  static final Duration ARMING = Duration.ofMillis(500);
  private static final int MOST_TITLES = 200;
  private static final int MOST_TYPED = 500;
  private static final InboxAct NOTHING = new InboxAct.None();

  private final InstantSource clock;
  private final Map<String, String> titles = new LinkedHashMap<>();
  private List<ChangeView> waiting = List.of();
  private int chosen;
  private InboxPage page = new Waiting();
  private String note = "";
  private Instant armed;
  private int cardRows = 10;
  private int columns = 80;

  Inbox(InstantSource clock) {
    this.clock = clock;
    this.armed = clock.instant();
  }

  List<ChangeView> waiting() {
    return waiting;
  }

  InboxPage page() {
    return page;
  }

  String note() {
    return note;
  }

  Optional<ChangeView> chosen() {
    return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.get(chosen));
  }

  /// How much of a card fits.
  void fits(int rows, int width) {
    int before = columns;
    cardRows = Math.max(1, rows);
    columns = width;
    if (page instanceof Card card) {
      // What was scrolled past with its ends cut off was not seen.
      page = (before < card.columns() ? card.unseen() : card).scrolled(0, cardRows);
    }
  }

  /// What waits now. Gives the card to open again where the one that is open is not true any more.
  InboxAct loaded(List<ChangeView> changes) {
    Optional<ChangeView> before = chosen();
    waiting = List.copyOf(changes);
    waiting.forEach(change -> titles.put(change.id(), change.card().title()));
    while (titles.size() > MOST_TITLES) {
      titles.remove(titles.keySet().iterator().next());
    }
    choose(before.map(ChangeView::id).orElse(""));
    if (!chosen().map(ChangeView::cardHash).equals(before.map(ChangeView::cardHash))) {
      arm();
    }
    Optional<ChangeView> open = open();
    if (open.isEmpty()) {
      return NOTHING;
    }
    Optional<ChangeView> now = waiting.stream().filter(change -> change.id().equals(open.get().id())).findFirst();
    if (now.isEmpty()) {
      leave("it does not wait any more: " + open.get().card().title());
    } else if (!now.get().cardHash().equals(open.get().cardHash())) {
      leave("changed since you looked: this is the card as it is now");
      return new InboxAct.Open(open.get().id());
    }
    return NOTHING;
  }

  void opened(ChangeView change, Optional<String> undoOf) {
    page = Card.of(change, undoOf, cardRows);
    arm();
  }

  void applied(List<ChangeView> changes) {
    page = new Applied(changes, 0);
    note = changes.isEmpty() ? "nothing was applied that could be undone" : "";
    if (changes.isEmpty()) {
      page = new Waiting();
    }
    arm();
  }

  /// Says how an act ended, and goes back to what waits.
  void done(String id, String words) {
    remove(id);
    leave(words + ": " + titles.getOrDefault(id, id));
  }

  void failed(String why) {
    note = why;
    if (page instanceof Asking asking) {
      page = asking.back();
    }
    arm();
  }

  /// True where what waits has to be loaded.
  boolean event(StreamEvent event) {
    String id = event.text("id");
    switch (event.type()) {
      case "change.decided" -> decided(id, event.text("state"), event.text("decidedBy"));
      case "change.applied", "change.failed" -> {
        if (titles.containsKey(id)) {
          note = event.type().substring("change.".length())
              + (event.text("error").isEmpty() ? "" : " (" + event.text("error") + ")") + ": " + titles.get(id);
        }
      }
      case StreamEvent.RESYNC, "change.pending", "change.approval" -> {
        return true;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void decided(String id, String state, String by) {
    boolean waited = waiting.stream().anyMatch(change -> change.id().equals(id));
    if (!waited) {
      return;
    }
    remove(id);
    String words = state + " by " + by + ": " + titles.getOrDefault(id, id);
    if (open().filter(change -> change.id().equals(id)).isPresent()) {
      leave(words);
    } else {
      note = words;
    }
  }

  InboxAct key(Key key) {
    if (key == Key.Named.INTERRUPT) {
      return new InboxAct.Quit();
    }
    return switch (page) {
      case Waiting _ -> waitingKey(key);
      case Applied applied -> appliedKey(applied, key);
      case Card card -> cardKey(card, key);
      case Asking asking -> askingKey(asking, key);
    };
  }

  private InboxAct waitingKey(Key key) {
    return switch (key.command()) {
      case 'q' -> new InboxAct.Quit();
      case 'u' -> new InboxAct.ListApplied();
      case 'j' -> move(1);
      case 'k' -> move(-1);
      case 'o' -> chosen().<InboxAct>map(change -> new InboxAct.Open(change.id())).orElse(NOTHING);
      case 'a' -> chosen().map(this::approveFromList).orElse(NOTHING);
      case 'd' -> chosen().map(this::askReason).orElse(NOTHING);
      default -> NOTHING;
    };
  }

  private InboxAct appliedKey(Applied applied, Key key) {
    int last = applied.changes().size() - 1;
    switch (key.command()) {
      case 'q' -> {
        return new InboxAct.Quit();
      }
      case 'b' -> leave("");
      case 'j' -> page = new Applied(applied.changes(), Math.min(last, applied.chosen() + 1));
      case 'k' -> page = new Applied(applied.changes(), Math.max(0, applied.chosen() - 1));
      case 'o', 'u' -> {
        return new InboxAct.PreviewUndo(applied.changes().get(applied.chosen()).id());
      }
      default -> {
      }
    }
    return NOTHING;
  }

  private InboxAct cardKey(Card card, Key key) {
    switch (key.command()) {
      case 'q' -> {
        return new InboxAct.Quit();
      }
      case 'b' -> leave("");
      case 'j' -> page = card.scrolled(1, cardRows);
      case 'k' -> page = card.scrolled(-1, cardRows);
      case ' ', 'n' -> page = card.scrolled(cardRows, cardRows);
      case 'p' -> page = card.scrolled(-cardRows, cardRows);
      case 's' -> page = card.undoOf().isPresent() ? card : card.nextScope();
      case 'a' -> {
        return approve(card);
      }
      case 'd' -> {
        return card.undoOf().isPresent() ? NOTHING : askReason(card.change());
      }
      default -> {
      }
    }
    return NOTHING;
  }

  private InboxAct askingKey(Asking asking, Key key) {
    switch (key) {
      case Key.Letter(int c) when asking.typed().length() < MOST_TYPED ->
        page = new Asking(asking.back(), asking.what(), asking.question(), asking.typed() + Character.toString(c));
      case Key.Letter _ -> {
      }
      case Key.Named named -> {
        switch (named) {
          case BACKSPACE -> page = new Asking(asking.back(), asking.what(), asking.question(),
              asking.typed().isEmpty()
                  ? ""
                  : asking.typed().substring(0, asking.typed().offsetByCodePoints(asking.typed().length(), -1)));
          case ESCAPE -> {
            page = asking.back();
            note = "nothing was decided";
            arm();
          }
          case ENTER -> {
            return answered(asking);
          }
          case UP, DOWN, PAGE_UP, PAGE_DOWN, INTERRUPT -> {
          }
        }
      }
    }
    return NOTHING;
  }

  private InboxAct answered(Asking asking) {
    page = asking.back();
    String typed = asking.typed().strip();
    return switch (asking.question()) {
      case REASON -> new InboxAct.Reject(asking.what().id(),
          Optional.of(typed).filter(reason -> !reason.isEmpty()));
      case NAME -> {
        if (page instanceof Card card && names(card, typed)) {
          yield agreed(card);
        }
        note = "not approved: '" + typed + "' is not its name";
        arm();
        yield NOTHING;
      }
      case CODE -> page instanceof Card card && !typed.isEmpty() ? act(card, Optional.of(typed)) : NOTHING;
    };
  }

  /// A red undoing is confirmed by the agent's name alone: it is sent along.
  private static boolean names(Card card, String typed) {
    RedConfirmation wanted = new RedConfirmation(card.change());
    return card.undoOf().isEmpty() ? wanted.isMetBy(typed) : typed.equals(wanted.subject());
  }

  /// Green alone: its sentences stand below the list.
  private InboxAct approveFromList(ChangeView change) {
    if (!change.card().risk().equals("green")) {
      note = "open it first (Enter): only what is green is approved from the list";
      return NOTHING;
    }
    if (takesCode(change)) {
      note = "open it first (Enter): approving it takes a one-time code";
      return NOTHING;
    }
    return isArmed() && fitsAcross(QuotedText.COLUMNS)
        ? new InboxAct.Approve(change.id(), change.cardHash(), Optional.empty(), Optional.empty())
        : NOTHING;
  }

  private InboxAct approve(Card card) {
    if (!isArmed() || !fitsAcross(card.columns())) {
      return NOTHING;
    }
    if (!card.wasSeenWhole()) {
      note = "there is more below: scroll to the end first (Space)";
      return NOTHING;
    }
    return switch (card.change().card().risk()) {
      case "green", "amber" -> agreed(card);
      default -> {
        page = new Asking(card, card.change(), Question.NAME, "");
        yield NOTHING;
      }
    };
  }

  /// The person has agreed; what is missing may be the code.
  private InboxAct agreed(Card card) {
    if (takesCode(card.change())) {
      page = new Asking(card, card.change(), Question.CODE, "");
      return NOTHING;
    }
    return act(card, Optional.empty());
  }

  private static boolean takesCode(ChangeView change) {
    return change.stepUp().orElse(false);
  }

  private InboxAct act(Card card, Optional<String> code) {
    ChangeView change = card.change();
    return card.undoOf()
        .<InboxAct>map(id -> new InboxAct.Undo(id, change.cardHash(), new RedConfirmation(change).subject(), code))
        .orElseGet(() -> new InboxAct.Approve(change.id(), change.cardHash(),
            card.scopeChoice().body(clock.instant()), code));
  }

  private InboxAct askReason(ChangeView change) {
    page = new Asking(page, change, Question.REASON, "");
    return NOTHING;
  }

  private boolean isArmed() {
    boolean over = !clock.instant().isBefore(armed);
    if (!over) {
      note = "not so fast: it has only just appeared";
    }
    return over;
  }

  /// The end of a line may be a host or a path: nobody approves what is cut off.
  private boolean fitsAcross(int width) {
    if (columns < width) {
      note = "not here: it takes " + width + " columns, this terminal has " + columns + "; make it wider";
    }
    return columns >= width;
  }

  private InboxAct move(int by) {
    int to = Math.clamp((long) chosen + by, 0, Math.max(0, waiting.size() - 1));
    if (to != chosen) {
      chosen = to;
      arm();
    }
    return NOTHING;
  }

  private void remove(String id) {
    String before = chosen().map(ChangeView::id).orElse("");
    waiting = waiting.stream().filter(change -> !change.id().equals(id)).toList();
    choose(before);
  }

  /// Keeps the choice on the same change; where that is gone, another comes under the keys.
  private void choose(String id) {
    int at = waiting.stream().map(ChangeView::id).toList().indexOf(id);
    if (at < 0) {
      at = Math.clamp(chosen, 0, Math.max(0, waiting.size() - 1));
      arm();
    }
    chosen = at;
  }

  private Optional<ChangeView> open() {
    return switch (page) {
      case Card card when card.undoOf().isEmpty() -> Optional.of(card.change());
      case Asking(Card card, var _, var _, var _) when card.undoOf().isEmpty() -> Optional.of(card.change());
      case Asking(Waiting _, ChangeView what, var _, var _) -> Optional.of(what);
      case Card _,Asking _,Waiting _,Applied _ -> Optional.empty();
    };
  }

  private void leave(String words) {
    page = new Waiting();
    note = words;
    arm();
  }

  private void arm() {
    armed = clock.instant().plus(ARMING);
  }
}
