package dev.ironclaw.desktop.approval;

import dev.ironclaw.client.RedConfirmation;
import dev.ironclaw.client.ScopeChoice;
import dev.ironclaw.contract.api.ApprovalsView;
import dev.ironclaw.contract.api.ApproveBody;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.desktop.shell.Delay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// One card and what must be true before it can be approved: it was on screen for a moment, an amber or red one was seen
/// to its end, a red one is named, and the one-time code is there where the policy wants one.
public final class CardViewModel {
  /// How long after a card came up nothing approves it.
  static final Duration ARMING = Duration.ofMillis(500);

  private final ChangeView change;
  private final boolean draft;
  private final List<ScopeChoice> scopes;
  private final ObjectProperty<ScopeChoice> scope;
  private final BooleanProperty seen = new SimpleBooleanProperty();
  private final BooleanProperty armed = new SimpleBooleanProperty();
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private final StringProperty name = new SimpleStringProperty("");
  private final StringProperty code = new SimpleStringProperty("");
  private final StringProperty reason = new SimpleStringProperty("");
  private final ObjectProperty<Optional<ApprovalsView>> approvals;
  private final BooleanBinding approvable;

  /// @param draft the card of what is not asked for yet, for example an undoing; it is approved in the same act
  CardViewModel(ChangeView change, boolean draft, Delay delay) {
    this.change = change;
    this.draft = draft;
    this.scopes = draft ? ScopeChoice.of(change).subList(0, 1) : ScopeChoice.of(change);
    this.scope = new SimpleObjectProperty<>(scopes.getFirst());
    this.approvals = new SimpleObjectProperty<>(change.approvals());
    this.approvable = Bindings.createBooleanBinding(this::isApprovable, seen, armed, busy, name, code);
    delay.after(ARMING, () -> armed.set(true));
  }

  /// The card of what is not asked for yet.
  public static CardViewModel ofDraft(ChangeView change, Delay delay) {
    return new CardViewModel(change, true, delay);
  }

  private boolean isApprovable() {
    return armed.get() && !busy.get() && change.state().equals("pending") && (isGreen() || seen.get())
        && (!isRed() || isNamed(name.get().strip())) && (!takesCode() || !code.get().isBlank());
  }

  private boolean isNamed(String typed) {
    RedConfirmation wanted = new RedConfirmation(change);
    // What is not stored yet has no id that anybody knows.
    return draft ? typed.equals(wanted.subject()) : wanted.isMetBy(typed);
  }

  /// What a red one asks to be typed.
  public String wantedName() {
    RedConfirmation wanted = new RedConfirmation(change);
    return draft ? wanted.subject() : wanted.shortName();
  }

  /// True where approving it is asking for it too.
  public boolean isDraft() {
    return draft;
  }

  public ChangeView change() {
    return change;
  }

  /// True where that is what is shown here and takes the same to approve; who has approved it so far may differ.
  boolean isStill(ChangeView now) {
    return now.cardHash().equals(change.cardHash()) && now.state().equals(change.state())
        && now.stepUp().equals(change.stepUp()) && now.limits().equals(change.limits())
        && now.approvals().isPresent() == change.approvals().isPresent();
  }

  /// Who has approved it so far, where it takes several.
  ObjectProperty<Optional<ApprovalsView>> approvals() {
    return approvals;
  }

  public boolean isGreen() {
    return change.card().risk().equals("green");
  }

  /// An unknown risk counts as red.
  public boolean isRed() {
    return !isGreen() && !change.card().risk().equals("amber");
  }

  public boolean takesCode() {
    return change.stepUp().orElse(false);
  }

  public List<ScopeChoice> scopes() {
    return scopes;
  }

  public ObjectProperty<ScopeChoice> scope() {
    return scope;
  }

  /// Set once the card's last line was on screen.
  public BooleanProperty seen() {
    return seen;
  }

  /// What was typed to name a red one.
  public StringProperty name() {
    return name;
  }

  /// The one-time code.
  public StringProperty code() {
    return code;
  }

  /// Why it is rejected, as far as it is written.
  public StringProperty reason() {
    return reason;
  }

  /// Set while an answer is on its way.
  public BooleanProperty busy() {
    return busy;
  }

  public BooleanBinding approvable() {
    return approvable;
  }

  /// What an approval of exactly this card says.
  DecisionBody approval(Instant now) {
    return DecisionBody.approve(change.cardHash(), Optional.empty(), scope.get().body(now), typedCode());
  }

  /// The same for what is approved in the act that asks for it.
  public ApproveBody consent() {
    return new ApproveBody(change.cardHash(), Optional.of(new RedConfirmation(change).subject()), typedCode());
  }

  private Optional<String> typedCode() {
    return takesCode() ? Optional.of(code.get().strip()) : Optional.empty();
  }
}
