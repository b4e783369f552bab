package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The scripts in the shells that they are for; the manual page as `man` shows it.
class CompletionCommandTest {
  @TempDir
  Path folder;

  @Test
  void bashCompletesCommandsOptionsAndValues() throws Exception {
    Path script = script("bash");
    String ask = "compopt() { :; }; source '" + script
        + "'; t() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); "
        + "_complete_ironctl; echo \"${COMPREPLY[*]}\"; }; ";
    assertThat(run("bash", "--norc", "-c", ask + "t ironctl appro; t ironctl change ap; "
        + "t ironctl change approve --card; t ironctl completion ''"))
        .containsExactly("approvals", "approve", "--card-hash", "bash zsh fish");
  }

  @Test
  void zshTakesTheScript() throws Exception {
    assertThat(run("zsh", "-f", "-c", "autoload -U compinit && compinit -u; source '" + script("zsh")
        + "'; print ${_comps[ironctl]}")).last().asString().contains("_complete_ironctl");
  }

  @Test
  void fishCompletesWithDescriptionsAndSkipsTheValuesOfOptions() throws Exception {
    String source = "source '" + script("fish") + "'; ";
    assertThat(run("fish", "--no-config", "-c", source + "complete -C 'ironctl --addr http://x appro'"))
        .singleElement().asString().startsWith("approvals\tWhat waits");
    assertThat(run("fish", "--no-config", "-c", source + "complete -C 'ironctl change approve chg_1 --card'"))
        .singleElement().asString().startsWith("--card-hash\t");
    assertThat(run("fish", "--no-config", "-c", source + "complete -C 'ironctl completion '"))
        .containsExactlyInAnyOrder("bash", "fish", "zsh");
    assertThat(run("fish", "--no-config", "-c", source + "complete -C 'ironctl status --card'")).isEmpty();
  }

  @Test
  void whoAsksForAnotherShellIsTold() {
    assertThat(Ran.script("completion", "tcsh").err()).contains("tcsh", "bash", "zsh", "fish");
    assertThat(Ran.script("completion", "tcsh").exit()).isEqualTo(2);
    assertThat(Ran.script("completion").exit()).isEqualTo(2);
  }

  @Test
  void theManualPageHasEveryCommandAndOptionAndRendersCleanly() throws Exception {
    Path page = folder.resolve("ironctl.1");
    Files.writeString(page, Ran.script("man").out());
    String rendered = String.join("\n", run("man", "-l", "--warnings=w", page.toString()));
    assertThat(rendered).contains("ironctl approvals", "ironctl change approve", "--card-hash HASH", "EXIT STATUS")
        .doesNotContain("warning:", "\\f");
    assertThat(rendered.lines().filter(line -> line.strip().equals("ironctl agent list"))).hasSize(1);
    List<String> commands = Ran.script("--help").out().lines().dropWhile(line -> !line.startsWith("Commands:")).skip(1)
        .filter(line -> line.matches("  [a-z].*")).map(line -> line.strip().split("[ ,]")[0]).toList();
    assertThat(commands).contains("approvals", "version")
        .allSatisfy(command -> assertThat(rendered).contains("ironctl " + command));
  }

  private Path script(String shell) throws IOException {
    Ran ran = Ran.script("completion", shell);
    assertThat(ran.exit()).isZero();
    Path script = folder.resolve("script." + shell);
    Files.writeString(script, ran.out());
    return script;
  }

  /// The lines of a program's output and errors.
  private static List<String> run(String... command) throws Exception {
    ProcessBuilder start = new ProcessBuilder(command).redirectErrorStream(true);
    start.environment().put("MANWIDTH", "100");
    start.environment().put("LC_ALL", "C.UTF-8");
    Process process = start.start();
    process.getOutputStream().close();
    List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    process.waitFor();
    return lines;
  }
}
