package dev.ironclaw.desktop.audit;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.contract.api.StatusView.AuditHeadView;
import dev.ironclaw.contract.audit.AuditExpectation;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// What is known of the log as a whole: what the control plane says, and, on request, what reading every line of its
/// files here finds, without the control plane's help.
public final class VerifyModel implements ViewModel {
  static final Duration CALM = Duration.ofSeconds(5);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private final Backend backend;
  private final Optional<Path> state;
  private final Texts texts;
  private final Calls calls;
  private final ReadOnlyObjectWrapper<Badge> badge;
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<Optional<StatusView>> status = new ReadOnlyObjectWrapper<>(Optional.empty());
  private Optional<Badge> found = Optional.empty();
  private Subscription events = Subscription.EMPTY;
  private boolean due;
  private int visit;
  private volatile @Nullable Thread reading;

  /// How the log stands.
  public enum Level {
    UNKNOWN, KEPT, VERIFIED, WARNING, BROKEN
  }

  /// The badge.
  ///
  /// @param words in one line
  /// @param details each a line that people may copy
  public record Badge(Level level, String words, List<String> details) {}

  /// Over one control plane.
  ///
  /// @param state its state folder, where that is certain to be the folder of this path on this machine
  public VerifyModel(Backend backend, Optional<Path> state, Texts texts) {
    this.backend = backend;
    this.state = state;
    this.texts = texts;
    this.calls = backend.calls();
    this.badge = new ReadOnlyObjectWrapper<>(new Badge(Level.UNKNOWN, texts.of("audit.badge.unknown"), List.of()));
  }

  @Override
  public void start() {
    calls.open();
    visit++;
    due = false;
    busy.set(false);
    events = backend.events().listen(this::happened);
    load();
  }

  @Override
  public void stop() {
    visit++;
    events.unsubscribe();
    cancel();
    calls.close();
  }

  public ReadOnlyObjectProperty<Badge> badge() {
    return badge.getReadOnlyProperty();
  }

  /// True while the files are read.
  public ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  void load() {
    calls.call(backend.client()::status, now -> {
      status.set(Optional.of(now));
      show();
    }, problem -> {
      if (status.get().isEmpty()) {
        badge.set(new Badge(Level.UNKNOWN, problem.words(), List.of()));
      }
    });
  }

  private void happened(StreamEvent event) {
    if (event.type().equals(StreamEvent.RESYNC)) {
      // What was found good may be another log now; what was found broken stays so until it is read anew.
      found = found.filter(result -> result.level() == Level.BROKEN);
      load();
    } else if (event.type().equals(StreamEvent.AUDIT_APPENDED) && !due) {
      due = true;
      int since = visit;
      backend.delay().after(CALM, () -> {
        if (since == visit) {
          due = false;
          load();
        }
      });
    }
  }

  /// A warning hides no other one that is as bad or worse, and no good news hides a warning.
  private void show() {
    status.get().ifPresent(now -> {
      Badge said = said(now);
      boolean worse = said.level().compareTo(Level.WARNING) >= 0
          && found.filter(result -> result.level().compareTo(said.level()) > 0).isEmpty();
      badge.set(worse ? said : found.orElse(said));
    });
  }

  /// What the control plane says: that its files, head and database agreed at the start and do so since.
  private Badge said(StatusView now) {
    Optional<String> fault = now.notReady().filter(why -> why.startsWith("audit: "));
    if (fault.isPresent()) {
      return new Badge(Level.BROKEN, texts.of("audit.badge.broken", VisibleText.line(fault.get().substring(7))),
          List.of());
    }
    if (now.auditHead().isEmpty()) {
      return new Badge(Level.UNKNOWN, texts.of("audit.badge.empty"), List.of());
    }
    AuditHeadView head = now.auditHead().get();
    String signed = head.checkpoint().map(line -> texts.of("audit.badge.checkpoint", line.seq(),
        Moments.ago(Instant.parse(line.time()), backend.clock().instant(), texts)))
        .orElse(texts.of("audit.badge.unsigned"));
    List<String> details = List.of(texts.of("audit.badge.head", head.seq(), head.hash()),
        texts.of("audit.badge.key", head.key()));
    return head.warning()
        .map(warning -> new Badge(Level.WARNING, VisibleText.line(warning), details))
        .orElse(new Badge(Level.KEPT, texts.of("audit.badge.kept", head.seq()) + " " + signed, details));
  }

  /// Reads every line of the log's files, where they are on this machine.
  public void verify() {
    if (busy.get()) {
      return;
    }
    busy.set(true);
    calls.call(this::read, result -> {
      busy.set(false);
      found = Optional.of(result);
      badge.set(result);
      show();
    }, problem -> {
      busy.set(false);
      found = Optional.empty();
      badge.set(new Badge(Level.WARNING, problem.words(), List.of()));
    });
  }

  /// Ends the reading.
  public void cancel() {
    Thread running = reading;
    if (running != null) {
      running.interrupt();
    }
  }

  private Badge read() {
    // Before the files: they may be ahead of what it says, never behind.
    StatusView now = backend.client().status();
    if (state.isEmpty()) {
      return new Badge(Level.WARNING, texts.of("audit.verify.elsewhere", VisibleText.line(now.stateDir())), List.of());
    }
    Set<String> heads = now.auditHead().map(head -> Set.of(head.hash())).orElse(Set.of());
    Set<String> keys = now.auditHead().map(head -> Set.of(head.key())).orElse(Set.of());
    reading = Thread.currentThread();
    try {
      return verdict(AuditVerifier.verify(state.get(), new AuditExpectation(keys, heads)));
    } catch (IOException e) {
      return Thread.interrupted()
          ? new Badge(Level.UNKNOWN, texts.of("audit.verify.ended"), List.of())
          : new Badge(Level.WARNING, texts.of("audit.verify.unreadable", String.valueOf(e.getMessage())), List.of());
    } finally {
      reading = null;
    }
  }

  private String at() {
    return TIME.format(backend.clock().instant().atZone(ZoneId.systemDefault()));
  }

  private Badge verdict(AuditVerdict verdict) {
    return switch (verdict) {
      case AuditVerdict.Intact intact -> new Badge(Level.VERIFIED,
          texts.of("audit.verify.intact", intact.entries(), at()),
          List.of(texts.of("audit.verify.head", intact.head()), texts.of("audit.badge.key", intact.key())));
      case AuditVerdict.Uncovered open -> new Badge(Level.WARNING,
          texts.of("audit.verify.uncovered", open.uncovered(), open.entries()),
          List.of(texts.of("audit.verify.head", open.head()), texts.of("audit.badge.key", open.key())));
      case AuditVerdict.Broken broken -> new Badge(Level.BROKEN,
          texts.of("audit.verify.broken", VisibleText.line(broken.file()), broken.line(),
              VisibleText.line(broken.what())),
          List.of(texts.of("audit.verify.expected", VisibleText.line(broken.expected())),
              texts.of("audit.verify.actual", VisibleText.line(broken.actual()))));
    };
  }
}
