package dev.ironclaw.desktop.posture;

import dev.ironclaw.contract.api.BoxView;
import dev.ironclaw.contract.box.BoxPosture;
import dev.ironclaw.contract.box.PostureWords;
import dev.ironclaw.desktop.shell.Texts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// One box: what a program inside it measured, and where that is not as it should be.
///
/// @param agent its agent's name
/// @param lines empty where nothing was measured yet
/// @param wrong sentences about what should not be so
record BoxRow(BoxView box, String agent, List<PostureWords.Line> lines, List<String> wrong) {
  private static final int FILTER = 2;
  private static final String MOUNTS = "/mnt/";

  /// Compares what was measured with what every box has to be, and with what was approved.
  ///
  /// @param mounts names of the folders that the agent was given
  static BoxRow of(BoxView box, String agent, Set<String> mounts, Texts texts) {
    return new BoxRow(box, agent, box.posture().map(PostureWords::of).orElse(List.of()),
        box.posture().map(posture -> wrong(posture, mounts, texts)).orElse(List.of()));
  }

  private static List<String> wrong(BoxPosture posture, Set<String> mounts, Texts texts) {
    List<String> wrong = new ArrayList<>();
    if (!posture.interfaces().stream().allMatch("lo"::equals)) {
      wrong.add(texts.of("posture.wrong.network", String.join(", ", posture.interfaces())));
    }
    if (!posture.rootReadOnly()) {
      wrong.add(texts.of("posture.wrong.root"));
    }
    if (!posture.capabilities().stream().allMatch(set -> set.chars().allMatch(c -> c == '0' || c == '?'))) {
      wrong.add(texts.of("posture.wrong.capabilities"));
    }
    if (posture.noNewPrivileges() == 0) {
      wrong.add(texts.of("posture.wrong.privileges"));
    }
    if (posture.seccomp() >= 0 && posture.seccomp() != FILTER) {
      wrong.add(texts.of("posture.wrong.filter"));
    }
    mounted(posture).stream().filter(name -> !mounts.contains(name))
        .forEach(name -> wrong.add(texts.of("posture.wrong.mount", name)));
    return List.copyOf(wrong);
  }

  /// Names of the folders of the host that the program sees.
  static Set<String> mounted(BoxPosture posture) {
    return posture.mounts().stream().filter(mount -> mount.startsWith(MOUNTS))
        .map(mount -> mount.substring(MOUNTS.length()).split(" ", 2)[0])
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
