package dev.ironclaw.desktop.home;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.contract.api.StatusView.AuditHeadView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.home.HealthRow.Level;
import dev.ironclaw.desktop.posture.Walls;
import dev.ironclaw.desktop.posture.Weakness;
import dev.ironclaw.desktop.shell.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the control plane says of itself, in rows. Pure.
final class Health {
  private static final String AUDIT = "audit: ";

  private final Texts texts;
  private final Instant now;

  Health(Texts texts, Instant now) {
    this.texts = texts;
    this.now = now;
  }

  List<HealthRow> rows(Walls walls, MasterKeyView key) {
    StatusView status = walls.status();
    return List.of(controlPlane(status), audit(status), runtime(status.runtime(), walls.broken(texts)), key(key));
  }

  private HealthRow controlPlane(StatusView status) {
    String up = texts.of("home.health.controlplane.up", ago(status.startedAt()), VisibleText.line(status.version()));
    return status.notReady().filter(why -> !why.startsWith(AUDIT))
        .map(why -> new HealthRow("controlplane", Level.BAD, texts.of("home.health.controlplane.not", plain(why))))
        .orElse(new HealthRow("controlplane", Level.GOOD, up));
  }

  private HealthRow audit(StatusView status) {
    Optional<String> fault = status.notReady().filter(why -> why.startsWith(AUDIT))
        .map(why -> why.substring(AUDIT.length()));
    if (fault.isPresent()) {
      return audit(Level.BAD, texts.of("home.health.audit.broken", plain(fault.get())));
    }
    Optional<AuditHeadView> head = status.auditHead();
    String whole = head.map(line -> texts.of("home.health.audit.whole", line.seq())).orElse("");
    String signed = head.flatMap(AuditHeadView::checkpoint)
        .map(line -> texts.of("home.health.audit.signed", ago(line.time())))
        .orElse(texts.of("home.health.audit.unsigned"));
    return head.flatMap(AuditHeadView::warning)
        .map(warning -> audit(Level.WEAKER, plain(warning)))
        .orElse(audit(Level.GOOD, (whole + " " + signed).strip()));
  }

  private static HealthRow audit(Level level, String words) {
    return new HealthRow("audit", level, words, Optional.of("audit"));
  }

  private HealthRow runtime(RuntimeView runtime, List<Weakness> broken) {
    String name = String.join(", ",
        Stream.of(runtime.name() + " " + runtime.version(), runtime.platform(), runtime.mode())
            .filter(word -> !word.isBlank()).map(Health::plain).toList());
    List<String> wrong = new ArrayList<>(broken.stream().map(Weakness::title).distinct().toList());
    wrong.addAll(runtime.problems());
    wrong.addAll(runtime.warnings());
    Level level = !runtime.usable() || !broken.isEmpty() ? Level.BAD : wrong.isEmpty() ? Level.GOOD : Level.WEAKER;
    return new HealthRow("runtime", level,
        wrong.isEmpty() ? name : name + "\n" + String.join("\n", wrong.stream().map(Health::plain).toList()),
        Optional.of("posture"));
  }

  private HealthRow key(MasterKeyView key) {
    return switch (key.source()) {
      case "keychain" -> new HealthRow("key", Level.GOOD, texts.of("home.health.key.keychain"));
      case "command" -> new HealthRow("key", Level.GOOD, texts.of("home.health.key.command"));
      case "file" -> new HealthRow("key", Level.WEAKER, texts.of("home.health.key.file"));
      default -> new HealthRow("key", Level.WEAKER, plain(key.strength()));
    };
  }

  private String ago(String time) {
    return Moments.ago(Instant.parse(time), now, texts);
  }

  private static String plain(String words) {
    return VisibleText.line(words);
  }
}
