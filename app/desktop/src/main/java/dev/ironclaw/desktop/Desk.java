package dev.ironclaw.desktop;

import dev.ironclaw.contract.api.PanicBody;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.notification.CardOpener;
import dev.ironclaw.desktop.notification.ChangeNotifications;
import dev.ironclaw.desktop.notification.Notifiers;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.tray.Tray;
import dev.ironclaw.desktop.tray.TrayAction;
import dev.ironclaw.desktop.tray.TrayListener;
import dev.ironclaw.desktop.tray.TrayPresence;
import dev.ironclaw.desktop.tray.Trays;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonType;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The window among the other windows: its icon, its notifications, hiding and coming back. The only window is never hidden
/// where nobody can see the icon.
///
/// Threading: the UI thread.
final class Desk implements AutoCloseable {
  private final Stage stage;
  private final Navigation navigation;
  private final Backend backend;
  private final PendingChanges pending;
  private final Texts texts;
  private final Calls calls;
  private final Optional<String> sessionBus;
  private @Nullable Tray tray;
  private @Nullable TrayPresence presence;
  private @Nullable ChangeNotifications notifications;
  private boolean closed;

  Desk(Stage stage, Navigation navigation, Backend backend, PendingChanges pending, Texts texts,
      Optional<String> sessionBus) {
    this.stage = stage;
    this.navigation = navigation;
    this.backend = backend;
    this.pending = pending;
    this.texts = texts;
    this.calls = backend.calls();
    this.sessionBus = sessionBus;
    stage.setOnCloseRequest(request -> {
      if (tray != null && tray.hosted()) {
        request.consume();
        stage.hide();
      } else {
        Platform.exit();
      }
    });
  }

  /// Opens the icon and the notifications, which may take a second where the bus is slow: not on the UI thread.
  void open() {
    Thread.ofPlatform().daemon().name("tray").start(() -> {
      Tray opened = Trays.open(sessionBus, texts, backend.ui(), new Clicks());
      Platform.runLater(() -> opened(opened));
    });
  }

  private void opened(Tray opened) {
    if (closed) {
      opened.close();
      return;
    }
    tray = opened;
    presence = new TrayPresence(backend, pending, texts, opened);
    presence.start();
    notifications = new ChangeNotifications(backend, pending, texts,
        told -> Notifiers.open(sessionBus, opened, texts, backend.clock(), backend.ui(), told), new Cards());
    notifications.start();
  }

  private void raise() {
    stage.setIconified(false);
    stage.show();
    stage.toFront();
    stage.requestFocus();
  }

  private void quit() {
    Platform.exit();
  }

  private void showInbox() {
    raise();
    navigation.go("approvals");
  }

  /// Any program of the session can click here: everything stands still at once, and goes on only after a question.
  private void goOn() {
    raise();
    Alert question = new Alert(Alert.AlertType.CONFIRMATION);
    question.initOwner(stage);
    question.setTitle(texts.of("shell.name"));
    question.setHeaderText(texts.of("shell.resume.question"));
    question.setContentText(texts.of("shell.resume.words"));
    ButtonType yes = new ButtonType(texts.of("shell.resume.go"), javafx.scene.control.ButtonBar.ButtonData.OTHER);
    question.getButtonTypes().setAll(ButtonType.CANCEL, yes);
    question.showAndWait().filter(yes::equals).ifPresent(_ -> calls.call(backend.client()::resume, _ -> {}, _ -> {}));
  }

  @Override
  public void close() {
    closed = true;
    calls.close();
    if (notifications != null) {
      notifications.stop();
    }
    if (presence != null) {
      presence.stop();
    }
    if (tray != null) {
      tray.close();
    }
  }

  private final class Clicks implements TrayListener {
    @Override
    public void chosen(TrayAction action) {
      switch (action) {
        case TrayAction.Open _,TrayAction.OpenSession _ -> raise();
        case TrayAction.OpenPosture _ -> {
          raise();
          navigation.go("posture");
        }
        case TrayAction.OpenInbox _ -> showInbox();
        case TrayAction.OpenCard card -> new Cards().open(card.changeId());
        case TrayAction.PauseAll _ ->
          calls.call(() -> backend.client().panic(new PanicBody(Optional.of("from the tray"))),
              _ -> {}, _ -> raise());
        case TrayAction.GoOn _ -> goOn();
        case TrayAction.Quit _ -> quit();
      }
    }

    @Override
    public void hosted(boolean visible) {
      if (!visible && !stage.isShowing()) {
        raise();
      }
    }
  }

  private final class Cards implements CardOpener {
    @Override
    public void open(String changeId) {
      raise();
      navigation.go("approvals", changeId);
    }

    @Override
    public void openInbox() {
      showInbox();
    }

    @Override
    public void refused(String changeId, String why) {
      open(changeId);
      pending.tell(why);
    }
  }
}
