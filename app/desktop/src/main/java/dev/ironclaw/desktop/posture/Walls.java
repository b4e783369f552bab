package dev.ironclaw.desktop.posture;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EngineSetup;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.BoxView;
import dev.ironclaw.contract.api.GrantView;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.SelftestView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.contract.api.WeaknessCode;
import dev.ironclaw.desktop.shell.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that is known of the walls around the boxes: what the control plane says of its runtime, what the last self-test
/// found, and what programs in the boxes measured.
///
/// @param mounts the folders that each agent was given; empty where they can't be read, and then none counts as wrong
/// @param engine what gives the container engine a stronger wall; empty where it has it, or none runs boxes
public record Walls(StatusView status, Optional<Map<String, Set<String>>> mounts, Optional<EngineSetup> engine) {
  private static final Set<String> MENDED_BY_GVISOR = Set.of(WeaknessCode.SHARED_KERNEL.word(),
      WeaknessCode.ENGINE_FILTER.word());
  private static final int MOST = 8;
  private static final int LONGEST = 160;

  /// Asks the control plane; not on the UI thread.
  public static Walls ask(ControlPlaneClient client) {
    StatusView status = client.status();
    boolean mounted = status.boxes().stream().flatMap(box -> box.posture().stream())
        .anyMatch(posture -> !BoxRow.mounted(posture).isEmpty());
    return new Walls(status, mounted ? granted(client) : Optional.empty(), engine(status));
  }

  /// The file can be read only where the control plane runs on this machine. An engine in a machine of its own has it there,
  /// and gVisor would have to be too.
  private static Optional<EngineSetup> engine(StatusView status) {
    boolean weaker = status.runtime().name().equals("docker")
        && !status.runtime().crossing().equals(Optional.of("stdio"))
        && status.runtime().weaknesses().stream().anyMatch(weakness -> MENDED_BY_GVISOR.contains(weakness.code()));
    boolean here = Files.isDirectory(Path.of(status.stateDir()));
    return weaker
        ? Optional.of(here
            ? EngineSetup.of(EngineSetup.DEFAULT_FILE)
            : EngineSetup.elsewhere(EngineSetup.DEFAULT_FILE))
        : Optional.empty();
  }

  private static Optional<Map<String, Set<String>>> granted(ControlPlaneClient client) {
    try {
      return Optional.of(mounts(client.grants(0)));
    } catch (ApiException _) {
      // silent-ok: a token that may not read them; what every box has to be is looked at without them.
      return Optional.empty();
    }
  }

  static Map<String, Set<String>> mounts(List<GrantView> grants) {
    return grants.stream().filter(grant -> grant.type().equals("mount"))
        .collect(Collectors.groupingBy(GrantView::agentGroupId,
            Collectors.mapping(GrantView::key, Collectors.toSet())));
  }

  /// Nobody tried to get out since the control plane started.
  boolean isUntested() {
    return status.selftest().filter(run -> !run.result().probes().isEmpty()).isEmpty();
  }

  /// Everything that is weaker than it should be, the worst first.
  List<Weakness> weaknesses(Texts texts) {
    RuntimeView runtime = status.runtime();
    return Stream.concat(broken(texts).stream(), Weakness.of(runtime, texts).stream())
        .sorted(Comparator.comparing(Weakness::danger).reversed()).toList();
  }

  /// The walls that did not hold: each is a danger.
  public List<Weakness> broken(Texts texts) {
    List<Weakness> broken = new ArrayList<>();
    List<String> through = status.selftest().map(run -> through(run.result())).orElse(List.of());
    if (!through.isEmpty()) {
      broken.add(new Weakness(true, texts.of("posture.weaker.test.title"),
          texts.of("posture.weaker.test.words", joined(through, ", ")),
          texts.of("posture.weaker.test.fix")));
    }
    status.boxes().forEach(box -> {
      List<String> wrong = row(box, texts).wrong();
      if (!wrong.isEmpty()) {
        broken.add(new Weakness(true, texts.of("posture.weaker.box.title"),
            texts.of("posture.weaker.box.words", VisibleText.brief(box.agentGroupId()), joined(wrong, " ")),
            texts.of("posture.weaker.box.fix")));
      }
    });
    return List.copyOf(broken);
  }

  /// In sight and bounded: a box may have named what it measured.
  private static String joined(List<String> words, String between) {
    return words.stream().limit(MOST)
        .map(word -> VisibleText.line(Excerpt.of(word, LONGEST)))
        .collect(Collectors.joining(between)) + (words.size() > MOST ? between + "…" : "");
  }

  private static List<String> through(SelftestView result) {
    return result.probes().stream().filter(probe -> !probe.held() && !result.accepted().contains(probe.name()))
        .map(SelftestView.ProbeView::name).toList();
  }

  private BoxRow row(BoxView box, Texts texts) {
    Set<String> known = mounts.map(all -> all.getOrDefault(box.agentGroupId(), Set.of()))
        .orElseGet(() -> box.posture().map(BoxRow::mounted).orElse(Set.of()));
    return BoxRow.of(box, box.agentGroupId(), known, texts);
  }
}
