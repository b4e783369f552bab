package dev.ironclaw.controlplane.leak;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// Keeps secrets where they are. Whoever lets text cross asks first.
///
/// No wall against a box: it can write what it knows in a way that nobody finds. The wall is that no secret of the host
/// is in a box; this finds what people and tools put there, and what slips out by mistake.
///
/// Threading: any thread.
public final class Leaks {
  public static final String REDACTED = "[REDACTED]";

  /// Characters of a known secret. What is shorter would be found in ordinary words, and so is never taken out.
  public static final int LEAST_KNOWN = 8;

  private static final int SHOWN = 4;
  private static final Scanned NOTHING = new Scanned.Passed("", List.of());

  private final LeakListener listener;
  private final KnownSecrets known = new KnownSecrets();
  private final LeakChoices choices;
  private final List<LeakPattern> patterns;
  private volatile Scanner scanner;

  /// With what the table says.
  public Leaks(LeakListener listener) {
    this(listener, LeakChoices.NONE);
  }

  public Leaks(LeakListener listener, LeakChoices choices) {
    this.listener = listener;
    this.choices = choices;
    patterns = LeakPatterns.all().stream()
        .map(pattern -> pattern.with(choices.of(pattern.name(), pattern.action()))).toList();
    scanner = new Scanner(patterns);
  }

  /// Which secrets somebody keeps on this host, in place of those that were named before. They are found by their values,
  /// encoded ones too; ones with less than [#LEAST_KNOWN] characters are not.
  ///
  /// @param owner for example `provider:anthropic`
  public void know(String owner, Collection<String> secrets) {
    synchronized (known) {
      if (known.put(owner, secrets)) {
        scanner = new Scanner(Stream.concat(known.patterns().stream(), patterns.stream()).toList());
      }
    }
  }

  /// Whether the text may go on.
  ///
  /// @param where what it is, for the audit log: ids, no content
  public Scanned scan(String where, CharSequence text) {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    Scanned scanned = scan(where, bytes, 0, bytes.length);
    return scanned.equals(NOTHING) ? new Scanned.Passed(text.toString(), List.of()) : scanned;
  }

  /// As [#scan(String, CharSequence)], of UTF-8.
  ///
  /// @return passed with an empty text where nothing is to be taken out: the bytes may go on as they are
  public Scanned scan(String where, byte[] text, int from, int to) {
    List<Finding> found = findings(text, from, to);
    if (found.isEmpty()) {
      return NOTHING;
    }
    tell(where, found);
    List<Finding> blocking = found.stream().filter(finding -> finding.action() == LeakAction.BLOCK).toList();
    return blocking.isEmpty()
        ? new Scanned.Passed(without(text, from, to, found), names(found))
        : new Scanned.Blocked(names(blocking), preview(text, blocking.getFirst()));
  }

  /// The text without what must not go on; for what a human reads, which is never withheld whole.
  public String redact(String where, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<Finding> found = findings(bytes, 0, bytes.length);
    tell(where, found);
    return found.isEmpty() ? text : without(bytes, 0, bytes.length, found);
  }

  /// As [#scan(String, CharSequence)], of what goes on as it is or not at all: what would be taken out keeps it back too.
  public Scanned scanWhole(String where, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<Finding> found = findings(bytes, 0, bytes.length);
    List<Finding> kept = found.stream().filter(finding -> finding.action() != LeakAction.WARN).toList();
    tell(where,
        found.stream().map(finding -> kept.contains(finding) ? finding.with(LeakAction.BLOCK) : finding).toList());
    if (kept.isEmpty()) {
      return new Scanned.Passed(text, names(found));
    }
    Finding first = kept.getFirst();
    return new Scanned.Blocked(names(kept),
        first.action() == LeakAction.BLOCK ? preview(bytes, first) : first.pattern());
  }

  /// As [#redact], without telling anybody: for what is written down of a text that was told of already.
  public String unsaid(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<Finding> found = findings(bytes, 0, bytes.length);
    return found.isEmpty() ? text : without(bytes, 0, bytes.length, found);
  }

  /// As [#redact], without telling anybody: for the log, which the listener may write to.
  public String masked(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<Finding> found = new ArrayList<>();
    scanner.scan(bytes, 0, bytes.length, found);
    return found.isEmpty() ? text : without(bytes, 0, bytes.length, found);
  }

  /// Takes secrets out of a text that comes in pieces.
  public LeakStream stream(String where) {
    return new LeakStream(scanner, (pattern, action) -> listener.found(where, pattern, action));
  }

  private List<Finding> findings(byte[] text, int from, int to) {
    List<Finding> found = new ArrayList<>();
    scanner.scan(text, from, to, found);
    EntropyRule.scan(text, from, to, found);
    found.replaceAll(finding -> finding.pattern().equals(KnownSecrets.NAME)
        ? finding
        : finding.with(choices.of(finding.pattern(), finding.action())));
    found.sort((one, other) -> Integer.compare(one.from(), other.from()));
    return found;
  }

  private void tell(String where, List<Finding> found) {
    found.stream().map(finding -> new Finding(finding.pattern(), finding.action(), 0, 0)).distinct()
        .forEach(finding -> listener.found(where, finding.pattern(), finding.action()));
  }

  private static List<String> names(List<Finding> found) {
    return found.stream().map(Finding::pattern).distinct().sorted().toList();
  }

  private static String without(byte[] text, int from, int to, List<Finding> found) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
    int at = from;
    for (Finding finding : found) {
      if (finding.action() != LeakAction.WARN) {
        out.write(text, at, finding.from() - at);
        out.writeBytes(REDACTED.getBytes(StandardCharsets.US_ASCII));
        at = finding.to();
      }
    }
    out.write(text, at, to - at);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String preview(byte[] text, Finding finding) {
    if (finding.pattern().equals(KnownSecrets.NAME)) {
      return finding.pattern();
    }
    String secret = new String(text, finding.from(), finding.to() - finding.from(), StandardCharsets.ISO_8859_1);
    return finding.pattern() + " " + secret.substring(0, SHOWN) + "********"
        + secret.substring(secret.length() - SHOWN).replaceAll("[^!-~]", "*");
  }
}
