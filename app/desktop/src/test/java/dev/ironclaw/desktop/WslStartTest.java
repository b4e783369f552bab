package dev.ironclaw.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Starting;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.wsl.StandInWsl;
import dev.ironclaw.desktop.wsl.WslHome;
import dev.ironclaw.desktop.wsl.WslProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The start on Windows, with a stand-in for its `wsl.exe` that runs things on this machine.
@Timeout(120)
class WslStartTest {
  private static final HostChoices NOTHING = new HostChoices(Optional.empty(), false, false, false, Optional.empty());

  @TempDir
  private Path folder = Path.of("");
  private final Questions questions = new Questions();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> next = new LinkedBlockingQueue<>();
  private final BlockingQueue<Runnable> offered = new LinkedBlockingQueue<>();
  private StandInWsl wsl = new StandInWsl(Path.of(System.getProperty("java.io.tmpdir"), "unused-wsl"));
  private Optional<WslProgram> program = Optional.empty();

  @BeforeEach
  void write() {
    wsl = new StandInWsl(folder.resolve("wsl"));
    program = Optional.of(wsl.program());
  }

  @AfterEach
  void end() {
    program.ifPresent(WslProgram::close);
  }

  private WslStart start() throws IOException {
    Path installer = Files.writeString(folder.resolve("ironclaw.deb"), "the package");
    return new WslStart(new WslHome(program.orElseThrow(), Optional.of(installer), DesktopOptions.VERSION),
        new Starting() {
          @Override
          public void waits(String words) {
            told.add(words);
          }

          @Override
          public void failed(String sentences) {
            told.add(sentences);
          }

          @Override
          public void offers(String button, Runnable work) {
            offered.add(work);
          }
        }, questions, Desk.TEXTS, Runnable::run);
  }

  private Optional<Access> open() throws IOException {
    return start().open(NOTHING, new WslStart.Next(() -> next.add("revealed"), () -> next.add("again")));
  }

  private static String take(BlockingQueue<String> queue) throws InterruptedException {
    return Optional.ofNullable(queue.poll(60, TimeUnit.SECONDS)).orElseThrow();
  }

  @Test
  void whatDoesNotStartSaysWhy() {
    wsl.inside("""
        [ "$2" = --version ] && echo ironclaw-controlplane 0.1.0 && exit
        echo 'ironclaw-controlplane: start the runsc runtime: runsc is not installed' >&2
        exit 1
        """);
    assertThatThrownBy(this::open).hasMessageContaining("runsc is not installed");
  }

  @Test
  void theProgramThereIsToldWhatWasChosen() {
    wsl.inside("""
        [ "$2" = --version ] && echo ironclaw-controlplane 0.1.0 && exit
        echo "ironclaw-controlplane: told $*" >&2
        exit 1
        """);
    assertThatThrownBy(() -> start().open(new HostChoices(Optional.of("docker"), true, true, true, Optional.empty()),
        new WslStart.Next(() -> {}, () -> {})))
        .hasMessageContaining("--runtime docker --accept-degraded-isolation --accept-unenforced-limits "
            + "--allow-full-access");
  }

  @Test
  void aFolderOfWindowsIsNotGivenToIt() {
    wsl.inside("[ \"$2\" = --version ] && echo ironclaw-controlplane 0.1.0\n");
    HostChoices elsewhere = new HostChoices(Optional.empty(), false, false, false, Optional.of(Path.of("/p")));
    assertThatThrownBy(() -> start().open(elsewhere, new WslStart.Next(() -> {}, () -> {})))
        .hasMessageContaining("--projects: on Windows");
    assertThat(wsl.calls()).noneMatch(call -> call.contains("--end-with-input"));
  }

  @Test
  void anAddressThatIsNotThisMachinesIsNotTalkedTo() {
    wsl.inside("""
        [ "$2" = --version ] && echo ironclaw-controlplane 0.1.0 && exit
        [ "$2" = access ] && exit 3
        echo "ironclaw-controlplane 0.1.0 is ready: http://192.0.2.7:80"
        exec cat
        """);
    assertThatThrownBy(this::open).hasMessageContaining("http://192.0.2.7:80").isInstanceOf(IronclawException.class);
    assertThat(wsl.calls()).as("no token is asked for").noneMatch(call -> call.endsWith("access"));
  }

  @Test
  void oneThatGivesNoAccessIsEnded() {
    wsl.inside("""
        [ "$2" = --version ] && echo ironclaw-controlplane 0.1.0 && exit
        [ "$2" = access ] && exit 3
        echo "ironclaw-controlplane 0.1.0 is ready: https://127.0.0.1:1"
        cat
        echo ended >'%s'
        """.formatted(folder.resolve("ended")));
    assertThatThrownBy(this::open).hasMessageContaining("does not say how it is reached")
        .satisfies(e -> assertThat(((IronclawException) e).code()).isEqualTo(ErrorCode.UPSTREAM_FAILED));
    assertThat(folder.resolve("ended")).exists();
  }

  @Test
  void nothingIsSetUpWithoutAYesToTheVeryCommands() throws Exception {
    assertThat(open()).isEmpty();
    assertThat(take(next)).isEqualTo("revealed");
    assertThat(take(told)).contains("has no control plane of this version", "Docker", "not available yet");
    offered.remove().run();
    assertThat(questions.open().get().orElseThrow().words())
        .contains("wsl.exe --distribution IronClaw --user root --exec apt-get update");
    questions.decline();
    assertThat(wsl.calls()).noneMatch(call -> call.contains("apt-get"));
  }

  @Test
  void withoutThePackageItSaysWhatToInstall() throws Exception {
    WslStart start = start();
    Files.delete(folder.resolve("ironclaw.deb"));
    assertThat(start.open(NOTHING, new WslStart.Next(() -> {}, () -> {}))).isEmpty();
    assertThat(take(told)).contains("Debian package of IronClaw 0.1.0");
    assertThat(offered).isEmpty();
  }

  @Test
  void setsUpWhatThePersonSawAndStartsAnew() throws Exception {
    wsl.inside("""
        case $1 in
          dd) cat >'%1$s' ;;
          apt-get | env | rm) exit 0 ;;
          *) exit 1 ;;
        esac
        """.formatted(folder.resolve("copied")));
    assertThat(open()).isEmpty();
    assertThat(take(next)).isEqualTo("revealed");
    offered.remove().run();
    questions.agree();
    assertThat(take(next)).isEqualTo("again");
    assertThat(folder.resolve("copied")).hasContent("the package");
    assertThat(wsl.calls().subList(3, 7)).allMatch(call -> call.startsWith("--distribution IronClaw --user root "));
  }

  @Test
  void aStepThatFailsIsTheLastAndSaysWhy() throws Exception {
    wsl.inside("[ \"$1\" = dd ] && echo 'No space left on device' >&2\nexit 1\n");
    assertThat(open()).isEmpty();
    offered.remove().run();
    questions.agree();
    String words = take(told);
    while (!words.contains("did not work")) {
      words = take(told);
    }
    assertThat(words).contains("No space left on device");
    assertThat(wsl.calls()).noneMatch(call -> call.contains("apt-get"));
    assertThat(offered.poll(60, TimeUnit.SECONDS)).as("it can be tried again").isNotNull();
  }
}
