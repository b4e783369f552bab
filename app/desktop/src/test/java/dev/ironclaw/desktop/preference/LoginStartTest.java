package dev.ironclaw.desktop.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starting at login: only what is written is shown for macOS and Windows.
final class LoginStartTest {
  private static final List<String> PROGRAM = List.of("/opt/ironclaw/bin/IronClaw", "--minimized");

  @TempDir
  Path home;

  private LoginStart linux(Map<String, String> environment) {
    return LoginStart.of("Linux", home, environment, PROGRAM);
  }

  private Path entry(Path config) {
    return config.resolve("autostart").resolve("ironclaw.desktop");
  }

  @Test
  void isOffUntilItIsWanted() throws IOException {
    LoginStart login = linux(Map.of("XDG_CONFIG_DIRS", home.resolve("none").toString()));
    assertThat(login.isEnabled()).isFalse();
    login.enable();
    assertThat(login.isEnabled()).isTrue();
    assertThat(Files.readString(entry(home.resolve(".config")))).startsWith("[Desktop Entry]\nType=Application\n")
        .contains("\nExec=/opt/ironclaw/bin/IronClaw --minimized\n", "\nTryExec=/opt/ironclaw/bin/IronClaw\n");
    login.disable();
    assertThat(login.isEnabled()).isFalse();
    assertThat(entry(home.resolve(".config"))).doesNotExist();
  }

  @Test
  void honoursTheConfigurationFolderUnlessItIsRelative() {
    Path config = home.resolve("cfg");
    linux(Map.of("XDG_CONFIG_HOME", config.toString())).enable();
    assertThat(entry(config)).isRegularFile();
    linux(Map.of("XDG_CONFIG_HOME", "cfg2")).enable();
    assertThat(entry(home.resolve(".config"))).isRegularFile();
  }

  @Test
  void hidesAnEntryOfTheWholeMachine() throws IOException {
    Path machine = home.resolve("etc");
    Files.createDirectories(machine.resolve("autostart"));
    Files.writeString(entry(machine), "[Desktop Entry]\nExec=ironclaw\n");
    LoginStart login = linux(Map.of("XDG_CONFIG_DIRS", machine.toString()));
    assertThat(login.isEnabled()).isTrue();
    login.disable();
    assertThat(login.isEnabled()).isFalse();
    assertThat(Files.readString(entry(home.resolve(".config")))).contains("Hidden=true");
  }

  @Test
  void seesThatADesktopSwitchedItOff() throws IOException {
    LoginStart login = linux(Map.of());
    login.enable();
    Path file = entry(home.resolve(".config"));
    Files.writeString(file, Files.readString(file).replace("enabled=true", "enabled=false"));
    assertThat(login.isEnabled()).isFalse();
  }

  @Test
  void doesNotWriteThroughALink() throws IOException {
    Path precious = home.resolve("precious");
    Files.writeString(precious, "mine");
    Path file = entry(home.resolve(".config"));
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, precious);
    linux(Map.of()).enable();
    assertThat(precious).hasContent("mine");
  }

  @Test
  void quotesAsTheSpecificationSays() {
    XdgLoginStart login = new XdgLoginStart(home, List.of(),
        List.of("/home/a b/Iron$Claw", "--state-dir", "/x/100%/\"q\\"));
    assertThat(login.text()).contains("Exec=\"/home/a b/Iron\\\\$Claw\" --state-dir \"/x/100%%/\\\\\"q\\\\\\\\\"\n");
  }

  @Test
  void refusesAPathThatWouldEndTheLine() {
    LoginStart login = LoginStart.of("Linux", home, Map.of(), List.of("/x\nHidden=true", "--minimized"));
    assertThatThrownBy(login::enable).isInstanceOf(IronclawException.class).hasMessageContaining("control character");
    assertThat(home.resolve(".config")).doesNotExist();
  }

  @Test
  void saysWhatIsInTheWay() throws IOException {
    Files.writeString(home.resolve(".config"), "a file");
    assertThatThrownBy(() -> linux(Map.of()).enable()).isInstanceOf(IronclawException.class)
        .hasMessageContaining("write").hasMessageContaining("ironclaw.desktop");
  }

  @Test
  void writesAnAgentForLaunchd() {
    LoginStart login = LoginStart.of("Mac OS X", home, Map.of(),
        List.of("/Applications/A&B.app/IronClaw", "--minimized"));
    login.enable();
    assertThat(login.isEnabled()).isTrue();
    assertThat(home.resolve("Library/LaunchAgents/dev.ironclaw.desktop.plist")).content()
        .containsSubsequence("<key>Label</key>", "<string>dev.ironclaw.desktop</string>", "<key>ProgramArguments</key>",
            "<string>/Applications/A&amp;B.app/IronClaw</string>", "<string>--minimized</string>",
            "<key>RunAtLoad</key>", "<true/>");
    login.disable();
    assertThat(login.isEnabled()).isFalse();
  }

  @Test
  void asksRegOnWindows() {
    List<List<String>> asked = new ArrayList<>();
    LoginStart login = new WindowsLoginStart(List.of("C:\\Program Files\\IronClaw\\IronClaw.exe", "--minimized"),
        arguments -> {
          asked.add(arguments);
          return 0;
        });
    login.enable();
    login.disable();
    String key = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run";
    assertThat(asked).containsExactly(
        List.of("add", key, "/v", "IronClaw", "/t", "REG_SZ", "/d",
            "\"C:\\Program Files\\IronClaw\\IronClaw.exe\" --minimized", "/f"),
        List.of("query", key, "/v", "IronClaw"), List.of("delete", key, "/v", "IronClaw", "/f"));
  }

  @Test
  void tellsThatRegRefused() {
    LoginStart login = new WindowsLoginStart(PROGRAM, _ -> 1);
    assertThat(login.isEnabled()).isFalse();
    assertThatThrownBy(login::enable).hasMessageContaining("policy");
    assertThatThrownBy(() -> new WindowsLoginStart(List.of("C:\\" + "a".repeat(300)), _ -> 0).enable())
        .hasMessageContaining("260");
  }
}
