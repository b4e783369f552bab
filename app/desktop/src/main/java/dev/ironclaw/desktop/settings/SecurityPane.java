package dev.ironclaw.desktop.settings;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.contract.api.PolicyView;
import dev.ironclaw.contract.api.StepUpEnrolled;
import dev.ironclaw.contract.api.StepUpView;
import dev.ironclaw.desktop.shell.Facts;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.Page;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The second factor, the rules of deciding, the master key.
final class SecurityPane extends BorderPane {
  private static final int DIGITS = 110;

  private final StepUpViewModel stepUp;
  private final MasterKeyViewModel key;
  private final Texts texts;
  private final VBox factor = new VBox(10);
  private final VBox rules = new VBox(8);
  private final VBox master = new VBox(10);

  SecurityPane(StepUpViewModel stepUp, PolicyViewModel policy, MasterKeyViewModel key, Texts texts) {
    this.stepUp = stepUp;
    this.key = key;
    this.texts = texts;
    setCenter(new Page().add(texts.of("settings.step-up"), factor, new NoteLine(stepUp.note()))
        .add(texts.of("settings.policy"), rules, new NoteLine(policy.note()))
        .add(texts.of("settings.key"), master, new NoteLine(key.note())));
    stepUp.state().subscribe(this::showFactor);
    stepUp.secret().subscribe(this::showFactor);
    policy.policy().subscribe(known -> known.ifPresent(this::show));
    key.key().subscribe(known -> known.ifPresent(this::show));
  }

  private void showFactor() {
    Optional<StepUpView> known = stepUp.state().get();
    factor.getChildren().clear();
    stepUp.secret().get().ifPresentOrElse(this::showSecret, () -> known.ifPresent(this::showState));
  }

  private void showState(StepUpView now) {
    boolean inForce = now.confirmedAt().isPresent();
    factor.getChildren().add(Words.of(now.confirmedAt()
        .map(at -> texts.of("settings.step-up.on", at.substring(0, Math.min(10, at.length()))))
        .orElse(texts.of("settings.step-up.off"))));
    now.lockedUntil().ifPresent(until -> factor.getChildren().add(Words.of(texts.of("settings.step-up.locked", until))));
    HBox acts = Rows.line(Rows.button("settings-step-up-enroll",
        texts.of(inForce ? "settings.step-up.replace" : "settings.step-up.enroll"), stepUp::enroll));
    if (inForce) {
      acts.getChildren().add(Rows.button("settings-step-up-remove", texts.of("settings.step-up.remove"), stepUp::remove));
      factor.getChildren().add(Rows.field(texts.of("settings.step-up.code"), code()));
    }
    factor.getChildren().add(acts);
  }

  private void showSecret(StepUpEnrolled shown) {
    HBox both = new HBox(20);
    QrPicture.of(shown.uri()).ifPresent(picture -> {
      picture.setAccessibleText(texts.of("settings.step-up.qr"));
      both.getChildren().add(picture);
    });
    TextField secret = copyable("settings-step-up-secret", shown.secret());
    TextField uri = copyable("settings-step-up-uri", shown.uri());
    both.getChildren().add(new VBox(12, Words.of(texts.of("settings.step-up.scan")),
        Rows.field(texts.of("settings.step-up.secret"), secret), Rows.field(texts.of("settings.step-up.uri"), uri),
        Rows.field(texts.of("settings.step-up.first"), code()),
        Rows.button("settings-step-up-confirm", texts.of("settings.step-up.confirm"), stepUp::confirm)));
    factor.getChildren().add(both);
  }

  private TextField code() {
    TextField field = new TextField();
    field.setId("settings-step-up-code");
    field.setPromptText(texts.of("approvals.bar.code.prompt"));
    field.textProperty().bindBidirectional(stepUp.code());
    field.setPrefColumnCount(8);
    field.setMaxWidth(DIGITS);
    return field;
  }

  static TextField copyable(String id, String text) {
    TextField field = new TextField(text);
    field.setId(id);
    field.setEditable(false);
    field.getStyleClass().add("secret");
    return field;
  }

  private void show(PolicyView policy) {
    rules.getChildren().clear();
    policy.fault().ifPresent(why -> rules.getChildren()
        .add(warning("bad", texts.of("settings.policy.fault", VisibleText.line(why)))));
    policy.sentences().forEach(sentence -> rules.getChildren().add(Words.of(VisibleText.line(sentence))));
    policy.gaps().forEach(gap -> rules.getChildren()
        .add(warning("weak", texts.of("settings.policy.gap", VisibleText.line(gap)))));
    rules.getChildren().add(Words.of(policy.setBy()
        .map(by -> texts.of("settings.policy.by", VisibleText.line(by)))
        .orElse(texts.of("settings.policy.default")), "text-muted"));
  }

  private static Node warning(String style, String words) {
    FontIcon icon = new FontIcon("mdi2a-alert-outline");
    icon.getStyleClass().add(style);
    return new HBox(10, icon, Words.of(words));
  }

  private void show(MasterKeyView now) {
    HBox acts = Rows.line();
    key.elsewhere().forEach(place -> acts.getChildren().add(Rows.button("settings-key-" + place,
        texts.of("settings.key.move-" + place), () -> key.move(place))));
    acts.getChildren().addAll(Rows.button("settings-key-rotate", texts.of("settings.key.rotate"), key::rotate),
        Rows.button("settings-key-data", texts.of("settings.key.data"), key::rotateData));
    acts.disableProperty().bind(key.busy());
    Facts facts = new Facts().add(texts.of("settings.key.place"), VisibleText.line(now.source()))
        .add(texts.of("settings.key.worth"), VisibleText.line(now.strength()))
        .add(texts.of("settings.key.generation"), String.valueOf(now.dataKeys()));
    master.getChildren().setAll(facts, acts);
  }
}
