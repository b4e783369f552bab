package dev.ironclaw.ironctl;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.StatusView.AuditHeadView;
import dev.ironclaw.contract.audit.AuditExpectation;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import dev.ironclaw.contract.audit.AuditWitness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Verifies the files of one state folder against all that is known of them from elsewhere, and says which folder that
/// was.
final class AuditVerification {
  private final Console console;

  AuditVerification(Console console) {
    this.console = console;
  }

  int verify(Optional<String> head, Optional<String> key, List<Path> witnesses) throws IOException {
    Path folder = folder();
    Set<String> heads = new HashSet<>(hash("--expect-head", head).stream().toList());
    Set<String> keys = new HashSet<>(hash("--expect-key", key).stream().toList());
    // Before the files: they may be ahead of what it says, never behind.
    Optional<AuditHeadView> live = live();
    live.ifPresent(known -> {
      heads.add(known.hash());
      keys.add(known.key());
    });
    Map<String, Object> result = new LinkedHashMap<>();
    AuditVerdict verdict = AuditVerifier.verify(folder,
        new AuditExpectation(keys, heads, witnesses(witnesses)));
    result.put("intact", verdict instanceof AuditVerdict.Intact);
    result.put("folder", folder.toString());
    result.put("compared", live.isPresent());
    String text = switch (verdict) {
      case AuditVerdict.Intact intact -> intact(result, intact);
      case AuditVerdict.Uncovered uncovered -> uncovered(result, uncovered);
      case AuditVerdict.Broken broken -> broken(result, broken);
    };
    if (console.json()) {
      console.output().json(result);
    } else {
      console.output().line(text + "\nfolder: " + folder
          + (live.isPresent() ? "\ncompared with the control plane that runs" : ""));
    }
    return verdict instanceof AuditVerdict.Intact ? ExitCode.OK : ExitCode.FAILED;
  }

  private static List<AuditWitness> witnesses(List<Path> files) throws IOException {
    List<AuditWitness> witnesses = new ArrayList<>();
    for (Path file : files) {
      try {
        witnesses.add(AuditWitness.read(file));
      } catch (NoSuchFileException e) {
        throw new CommandFailure(ExitCode.USAGE, "--witness: there is no file " + file);
      } catch (AuditWitness.Unreadable e) {
        throw new CommandFailure(ExitCode.FAILED, "the witness " + file + " was changed or is none: " + e.getMessage());
      }
    }
    return witnesses;
  }

  private Path folder() {
    if (console.connection().addressWithoutFolder()) {
      throw new CommandFailure(ExitCode.USAGE,
          "audit verify reads files and no address: give the control plane's state "
              + "folder on this machine with --state-dir");
    }
    Path folder = console.connection().stateFolder().path().toAbsolutePath();
    if (!Files.isDirectory(folder)) {
      throw new CommandFailure(ExitCode.USAGE,
          "there is no state folder " + folder + "; give the control plane's with --state-dir");
    }
    return folder;
  }

  /// What the control plane of this folder says, where one answers. An address that was given must answer.
  private Optional<AuditHeadView> live() {
    if (!console.connection().named()) {
      return Optional.empty();
    }
    try (ControlPlaneClient client = console.connection().open()) {
      return client.status().auditHead();
    } catch (ApiException e) {
      if (console.connection().addressGiven()) {
        throw e;
      }
      console.output().note("ironctl: not compared with a running control plane: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<String> hash(String option, Optional<String> given) {
    Optional<String> hash = given.map(text -> text.strip().toLowerCase(Locale.ROOT));
    if (hash.isPresent() && !hash.get().matches("[0-9a-f]{64}")) {
      throw new CommandFailure(ExitCode.USAGE, option + ": give the 64 hexadecimal digits that audit verify printed");
    }
    return hash;
  }

  private static String intact(Map<String, Object> result, AuditVerdict.Intact intact) {
    result.put("entries", intact.entries());
    result.put("head", intact.head());
    result.put("key", intact.key());
    return "intact: " + intact.entries() + " entries, head " + intact.head() + "\nkey: " + intact.key();
  }

  private static String uncovered(Map<String, Object> result, AuditVerdict.Uncovered uncovered) {
    result.put("entries", uncovered.entries());
    result.put("uncovered", uncovered.uncovered());
    result.put("head", uncovered.head());
    result.put("key", uncovered.key());
    return "NOT COVERED: the last " + uncovered.uncovered() + " lines of a log of " + uncovered.entries()
        + " entries are not covered by the head: the control plane was killed, or the log was cut or extended; start it once, then verify again\nkey: "
        + uncovered.key();
  }

  private static String broken(Map<String, Object> result, AuditVerdict.Broken broken) {
    result.put("file", broken.file());
    result.put("line", broken.line());
    result.put("seq", broken.seq());
    result.put("what", broken.what());
    result.put("expected", broken.expected());
    result.put("actual", broken.actual());
    return "BROKEN: " + VisibleText.line(broken.file()) + (broken.line() > 0 ? " line " + broken.line() : "")
        + (broken.seq() > 0 ? ", from entry " + broken.seq() + " on" : "") + ": "
        + VisibleText.line(broken.what()) + " (expected " + VisibleText.line(broken.expected()) + ", found "
        + VisibleText.line(broken.actual()) + ")";
  }
}
