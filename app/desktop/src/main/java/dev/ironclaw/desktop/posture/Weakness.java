package dev.ironclaw.desktop.posture;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.WeaknessCode;
import dev.ironclaw.desktop.shell.Texts;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// One thing that is weaker than it could be, in words for people.
///
/// @param danger a wall is missing, it is not only lower
/// @param title one sentence
/// @param words what that means
/// @param fix what to do about it; empty where nothing is known
public record Weakness(boolean danger, String title, String words, String fix) {
  /// The worst first. One that this app does not know is told in the control plane's words.
  public static List<Weakness> of(RuntimeView runtime, Texts texts) {
    return Stream.concat(runtime.problems().stream().map(VisibleText::line)
        .map(problem -> new Weakness(true, texts.of("posture.weaker.problem"), problem, "")),
        runtime.weaknesses().stream().map(weakness -> known(weakness, texts)))
        .sorted(Comparator.comparing(Weakness::danger).reversed()).toList();
  }

  private static Weakness known(RuntimeView.WeaknessView weakness, Texts texts) {
    return WeaknessCode.of(weakness.code()).map(code -> switch (code) {
      case NO_ISOLATION -> ours(true, "posture.weaker.none", texts);
      case LIMITS -> ours(true, "posture.weaker.limits", texts);
      case ROOTLESS -> ours(false, "posture.weaker.rootless", texts);
      case NAMESPACES -> ours(false, "posture.weaker.namespaces", texts);
      case SHARED_KERNEL -> ours(true, "posture.weaker.shared-kernel", texts);
      case ENGINE_FILTER -> ours(true, "posture.weaker.engine-filter", texts);
      case WORKSPACE_PROGRAMS -> ours(false, "posture.weaker.workspace-programs", texts);
      case WORKSPACE_VOLUME -> ours(false, "posture.weaker.workspace-volume", texts);
    }).orElseGet(
        () -> new Weakness(true, texts.of("posture.weaker.other"), VisibleText.line(weakness.words()), ""));
  }

  private static Weakness ours(boolean danger, String key, Texts texts) {
    return new Weakness(danger, texts.of(key + ".title"), texts.of(key + ".words"), texts.of(key + ".fix"));
  }
}
