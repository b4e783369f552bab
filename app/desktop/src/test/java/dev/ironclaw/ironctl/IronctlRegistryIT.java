package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.ControlPlane;
import dev.ironclaw.controlplane.ControlPlaneConfig;
import dev.ironclaw.controlplane.session.SupervisorSettings;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Agents and the registry from the terminal, against a real control plane; no box is started.
class IronctlRegistryIT {
  @TempDir
  private static Path folder = Path.of("");
  private static ControlPlane controlPlane;
  private static final Map<String, String> ENVIRONMENT = new HashMap<>();

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start(ControlPlaneConfig
        .of(folder.resolve("state"), ControlPlaneConfig.defaultImageDir()).withApiAddress("127.0.0.1:0")
        .withRuntime("process").withDev(true)
        .withBoxes(SupervisorSettings.DEFAULT.withPool(0, 0)));
  }

  @AfterAll
  static void stop() {
    controlPlane.close();
  }

  private record Run(int exit, String out, String err) {}

  private static Run script(String... args) {
    return run(false, "", args);
  }

  private static Run person(String typed, String... args) {
    return run(true, typed, args);
  }

  private static Run run(boolean terminal, String typed, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings = new Surroundings(ENVIRONMENT, "Linux", "/nonexistent", terminal,
        new BufferedReader(new StringReader(typed)));
    int exit = Ironctl.run(surroundings, new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), Stream
            .concat(Arrays.stream(args), Stream.of("--state-dir", folder.resolve("state").toString()))
            .toArray(String[]::new));
    return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void theFormMakesAnAgentOnlyAfterItsCardWasAgreedTo() {
    // Template 3, a taken name, a name, instructions of one's own, back to the name and on, the model, write_file off.
    String typed = "3\nmock agent\nForm Helper\nAnswer in one line.\nb\n\n\n\nwrite_file 99\n\n";
    Run left = person(typed + "no\n", "agent", "create");
    assertThat(left.exit()).isEqualTo(1);
    assertThat(left.err()).contains("1/5", "5/5", "there is an agent mock-agent already", "Its id will be form-helper",
        "There is no \"99\" here", "lets out: whatever it writes", "not approved; nothing was changed");
    assertThat(left.out()).contains("RED  Create the agent Form Helper", "| + Answer in one line.")
        .doesNotContain("write_file:");
    assertThat(script("agent", "show", "form-helper").exit()).isEqualTo(1);
    assertThat(script("change", "pending").out()).doesNotContain("Form Helper");

    Run made = person(typed + "form-helper\n", "agent", "create");
    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(made.err()).contains("Talk to it: ironctl chat form-helper");
    assertThat(script("agent", "show", "form-helper").out()).contains("Answer in one line.", "You are a researcher",
        "mock/mock-1", "list_dir, read_file", "request_capability_change", "web_search").doesNotContain("write_file,");
  }

  @Test
  void theFormEndsWithoutATraceAndNeedsATerminal() {
    assertThat(person("1\nq\n", "agent", "new").err()).contains("left; nothing was asked for");
    assertThat(person("", "agent", "new").exit()).isEqualTo(1);
    Run alone = script("agent", "create");
    assertThat(alone.exit()).isEqualTo(2);
    assertThat(alone.err()).contains("--name").hasLineCount(1);
  }

  @Test
  void flagsMakeEditAndRetireAnAgentAndChangeOnlyWhatTheyName() throws IOException {
    Path docs = Files.createDirectories(folder.resolve("docs"));
    Files.writeString(docs.resolve("AGENTS.md"), "From the folder.\n");
    Run made = script("agent", "create", "--name", "Flagged", "--template", "triage", "--persona-dir", docs.toString(),
        "--soul", "Dry.", "--tool", "read_file,list_dir", "--yes");
    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(script("persona", "show", "flagged", "instructions").out().strip()).isEqualTo("From the folder.");
    assertThat(script("persona", "show", "flagged", "soul").out().strip()).isEqualTo("Dry.");
    assertThat(script("persona", "show", "flagged", "identity").out()).contains("You sort what comes in");

    Run edited = person("y\nflagged\n", "agent", "edit", "flagged", "--soul", "Warm.", "--add-tool", "write_file");
    assertThat(edited.exit()).as(edited.err()).isZero();
    assertThat(edited.out()).contains("Change who Flagged is (soul)", "Give Flagged: write_file");
    assertThat(edited.err()).contains("Change 1 of 2", "Change 2 of 2", "Type flagged to approve it");
    assertThat(script("agent", "show", "flagged").out()).contains("Warm.", "list_dir, read_file, write_file",
        "From the folder.");
    Run half = person("y\nno\n", "agent", "edit", "flagged", "--soul", "Cold.", "--tool", "send_message,write_file");
    assertThat(half.exit()).isEqualTo(1);
    assertThat(half.err()).contains("not approved");
    assertThat(half.out()).contains("applied");
    assertThat(script("agent", "show", "flagged").out()).contains("Cold.", "list_dir, read_file, write_file");
    assertThat(script("agent", "edit", "flagged", "--soul", "Cold.").err()).contains("it is so already");
    assertThat(script("agent", "edit", "flagged").exit()).isEqualTo(2);
    assertThat(script("agent", "edit", "flagged", "--name", "Other", "--yes").err()).contains("keeps its name");
    assertThat(script("agent", "create", "--name", "X", "--template", "boss", "--yes").err())
        .contains("there is no template boss", "assistant");

    assertThat(script("agent", "retire", "flagged", "--yes").exit()).isZero();
    assertThat(script("agent", "list").out()).doesNotContain("flagged").contains("dev-agent");
  }

  @Test
  void aDocumentIsChangedInTheEditorOfThePerson() throws IOException {
    Path editor = Files.writeString(folder.resolve("editor.sh"),
        "#!/bin/sh\ntest -s \"$2\" && echo 'Be kind.' > \"$2\"\n");
    Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwx------"));
    assertThat(script("persona", "edit", "mock-agent").err()).contains("$EDITOR");
    ENVIRONMENT.put("EDITOR", editor + " --wait");
    Run edited = person("y\n", "persona", "edit", "mock-agent", "soul");
    ENVIRONMENT.clear();
    assertThat(edited.exit()).as(edited.err()).isZero();
    assertThat(script("persona", "show", "mock-agent", "soul").out().strip()).isEqualTo("Be kind.");
    assertThat(script("persona", "edit", "mock-agent", "mood", "--file", "x").err())
        .contains("there is no section mood");
  }

  @Test
  void theRegistryIsKeptCardByCard() {
    assertThat(script("registry", "role", "list").out()).contains("cli:dev  owner  every agent");
    Run asked = script("registry", "member", "add", "--user", "slack:bob", "--agent", "dev-agent", "--ask");
    assertThat(asked.out()).contains("pending");
    assertThat(script("registry", "access", "--user", "slack:bob", "--agent", "dev-agent").exit()).isEqualTo(1);
    assertThat(script("registry", "member", "add", "--user", "slack:bob", "--agent", "dev-agent").exit()).isEqualTo(2);
    assertThat(person("dev-agent\n", "registry", "member", "add", "--user", "slack:bob", "--agent", "dev-agent").exit())
        .isZero();
    assertThat(script("registry", "access", "--user", "slack:bob", "--agent", "dev-agent").out())
        .contains("allowed: member");
    assertThat(script("registry", "member", "remove", "--user", "slack:bob", "--agent", "dev-agent", "--yes").exit())
        .isZero();
    assertThat(script("registry", "user", "put", "--id", "slack:bob", "--name", "Bob", "--yes").exit()).isZero();
    assertThat(script("registry", "user", "list").out()).contains("slack:bob  Bob");

    String place = script("registry", "messaging-group", "create", "--channel", "slack", "--platform", "C1", "--group")
        .out().strip();
    assertThat(place).startsWith("mg_");
    Run wired = script("registry", "wiring", "create", "--agent", "dev-agent", "--mg", place, "--engage", "mention",
        "--yes");
    assertThat(wired.exit()).as(wired.err()).isZero();
    assertThat(script("registry", "messaging-group", "wirings", "--id", place).out()).contains("dev-agent", "mention");
    assertThat(script("registry", "wiring", "create", "--agent", "dev-agent", "--yes").err()).contains("where?");
    assertThat(
        script("registry", "destination", "add", "--agent", "dev-agent", "--channel", "slack", "--platform", "C1",
            "--yes").exit())
        .isZero();
    assertThat(script("registry", "destination", "check", "--agent", "dev-agent", "--channel", "slack", "--platform",
        "C1").out()).contains("allowed");
    assertThat(script("registry", "destination", "check", "--agent", "dev-agent", "--channel", "slack", "--platform",
        "C2").exit()).isEqualTo(1);
    assertThat(script("registry", "role", "revoke", "--user", "cli:dev", "--role", "owner", "--yes").err())
        .contains("nobody as owner");
  }

  @Test
  void tablesFitATerminalAndJsonComesOnlyWhereItIsAskedFor() {
    for (String command : new String[]{"agent list", "agent templates", "tools", "tools list", "registry wiring list",
        "registry messaging-group list", "registry user list", "registry member list", "registry destination list",
        "registry session list", "registry agent-group list", "persona show dev-agent"}) {
      Run plain = script(command.split(" "));
      assertThat(plain.exit()).as(command + plain.err()).isZero();
      assertThat(plain.out().lines()).as(command).isNotEmpty().allSatisfy(line -> assertThat(line)
          .hasSizeLessThanOrEqualTo(80).doesNotStartWith("{").doesNotStartWith("["));
      assertThat(script((command + " --json").split(" ")).out()).as(command).matches("(?s)[\\[{].*[]}]\\s*");
    }
  }
}
