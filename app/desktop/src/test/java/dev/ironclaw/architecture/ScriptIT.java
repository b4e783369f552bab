package dev.ironclaw.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./ironclaw` as a person meets it, and the script that adds the tests up.
final class ScriptIT {
  private static final Path SCRIPT = House.root().resolve("ironclaw");

  @TempDir
  Path folder;

  @Test
  void helpsFromAnyFolderThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), SCRIPT);
    Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("link"));
    Command help = Command.run(folder, Map.of(), List.of(second.toString(), "doctor"));
    assertThat(help.exit()).isZero();
    assertThat(help.output()).contains("JDK 25", "gVisor", "runsc version");
    assertThat(link).isSymbolicLink();
  }

  @Test
  void refusesAVerbThatItDoesNotKnow() throws Exception {
    Command unknown = Command.run(folder, Map.of(), List.of(SCRIPT.toString(), "conjure"));
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.output()).contains("no verb conjure");
  }

  @Test
  void refusesACompressionThatNoPackageHas() throws Exception {
    Command refused = Command.run(folder, Map.of(), List.of(SCRIPT.toString(), "package", "zip"));
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.output()).contains("use xz, gzip or none");
  }

  @Test
  void listsWhatIsMissingAndInstallsNothing() throws Exception {
    Command refused = Command.run(folder, Map.of("PATH", bareTools()),
        List.of(SCRIPT.toString(), "test", "--no-install"));
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output()).contains("missing: ", "maven", "nothing was installed");
  }

  @Test
  void refusesAJdkThatIsNotOne() throws Exception {
    Command refused = Command.run(folder, Map.of("IRONCLAW_JAVA_HOME", folder.toString()),
        List.of(SCRIPT.toString(), "ctl", "help"));
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output()).contains("is not a JDK 25");
  }

  /// A key that is silently left behind looks like a model that was never connected.
  @Test
  void startsAControlPlaneWithItsSettingsAndNothingElse() throws Exception {
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n/usr/bin/env\n", StandardCharsets.UTF_8);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Map<String, String> environment = new HashMap<>();
    Matcher named = Pattern.compile("\"([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)\"")
        .matcher(Files.readString(House.root().resolve("controlplane/src/main/resources/models/upstreams.json")));
    while (named.find()) {
      environment.put(named.group(1), "set");
    }
    assertThat(environment).containsKey("ANTHROPIC_API_KEY");
    List.of("DOCKER_HOST", "JOB_MAX_CONCURRENT", "CLAUDE_CODE_MODEL", "AWS_SECRET_ACCESS_KEY", "IRONCLAW_RUNTIME")
        .forEach(name -> environment.put(name, "set"));
    Map<String, String> given = new HashMap<>(environment);
    given.putAll(Map.of("JAVA_TOOL_OPTIONS", "set", "LD_LIBRARY_PATH", "set", "GITHUB_TOKEN", "set"));
    String functions = "root=/r; java_home=" + folder + "; "
        + "eval \"$(sed -n '/^take_host_settings()/,/^}/p; /^start_java()/,/^}/p' " + SCRIPT + ")\"; ";

    Command host = Command.run(folder, given, List.of("bash", "-euc", functions + "take_host_settings; start_java"));
    assertThat(host.output().lines()).containsAll(environment.keySet().stream().map(name -> name + "=set").toList());
    assertThat(host.output()).doesNotContain("JAVA_TOOL_OPTIONS", "LD_LIBRARY_PATH", "GITHUB_TOKEN");
    Command other = Command.run(folder, given, List.of("bash", "-euc", functions + "start_java"));
    assertThat(other.output()).contains("IRONCLAW_RUNTIME=set").doesNotContain("ANTHROPIC_API_KEY", "DOCKER_HOST");
  }

  @Test
  void theScriptsAreClean() throws Exception {
    Command clean = Command.run(House.root(), Map.of(),
        List.of("shellcheck", "-x", "ironclaw", ".ci/run", "build/test-report", "sandbox/image/build.sh",
            "packaging/image.sh", "packaging/train.sh", "packaging/linux/build.sh", "packaging/linux/start",
            "packaging/linux/archive", "packaging/linux/postinst", "packaging/linux/prerm", "packaging/linux/postrm",
            "packaging/measure.sh", "packaging/macos/build.sh"));
    assertThat(clean.output()).isEmpty();
    Path broken = Files.writeString(folder.resolve("broken"), "#!/bin/bash\nrm $1\n");
    assertThat(Command.run(folder, Map.of(), List.of("shellcheck", broken.toString())).exit()).isNotZero();
  }

  @Test
  void addsTheReportsUp() throws Exception {
    write("m/src/test/java/a/GoodTest.java", "");
    write("m/src/test/java/a/BoxIT.java", "");
    report("surefire", "a.GoodTest", 3, "");
    report("failsafe", "a.BoxIT", 2, "");
    Command sum = sum("all");
    assertThat(sum.output().lines()).last().isEqualTo("5 passed, 0 failed, 0 skipped");
    assertThat(sum.exit()).isZero();
  }

  @Test
  void failsWhenATestFailedAndSaysWhy() throws Exception {
    report("failsafe", "a.BoxIT", 2,
        "<testcase name=\"holds\" classname=\"a.BoxIT\"><failure message=\"it leaked\">x</failure></testcase>", 1, 0);
    Command sum = sum("all");
    assertThat(sum.output()).contains("FAILED  a.BoxIT.holds: it leaked", "1 passed, 1 failed, 0 skipped");
    assertThat(sum.exit()).isEqualTo(1);
  }

  @Test
  void namesWhatWasSkipped() throws Exception {
    report("failsafe", "a.BoxIT", 2,
        "<testcase name=\"holds\" classname=\"a.BoxIT\"><skipped message=\"no runsc\"/></testcase>", 0, 1);
    assertThat(sum("all").output()).contains("SKIPPED a.BoxIT.holds: no runsc", "1 passed, 0 failed, 1 skipped");
  }

  @Test
  void repeatsWhatATestNoted() throws Exception {
    report("failsafe", "a.BoxIT", 1, """
        <testcase name="holds" classname="a.BoxIT" time="0.1"><system-out><![CDATA[NOTE    x was not called live
        INFO nothing
        ]]></system-out></testcase>""");
    assertThat(sum("all").output()).contains("NOTE    x was not called live\n").doesNotContain("INFO", "CDATA");
  }

  @Test
  void failsWhenAClassRanNoTest() throws Exception {
    report("failsafe", "a.BoxIT", 0, "");
    Command sum = sum("all");
    assertThat(sum.output()).contains("it ran no test", "0 passed, 1 failed");
    assertThat(sum.exit()).isEqualTo(1);
  }

  @Test
  void failsWhenAClassLeftNoReport() throws Exception {
    write("m/src/test/java/a/LostTest.java", "");
    report("failsafe", "a.BoxIT", 1, "");
    Command sum = sum("all");
    assertThat(sum.output()).contains("FAILED  a.LostTest: it left no report", "1 passed, 1 failed");
    assertThat(sum.exit()).isEqualTo(1);
  }

  @Test
  void namesATestThatPassedAtItsSecondTry() throws Exception {
    write("m/src/test/java/a/ShakyTest.java", "");
    report("surefire", "a.ShakyTest", 2, """
        <testcase name="shakes" classname="a.ShakyTest" time="0.1">
        <flakyFailure message="too late" type="x"><stackTrace>at a</stackTrace></flakyFailure></testcase>""");
    Command sum = sum("unit");
    assertThat(sum.output()).contains(
        "UNSTEADY a.ShakyTest.shakes passed at its second try, at the first: too late",
        "2 passed, 0 failed, 0 skipped, 1 of the passed at the second try");
    assertThat(sum.exit()).isZero();
  }

  @Test
  void failsWhenNothingRanInTheSandbox() throws Exception {
    write("m/src/test/java/a/GoodTest.java", "");
    report("surefire", "a.GoodTest", 3, "");
    assertThat(sum("all").exit()).isEqualTo(1);
    assertThat(sum("unit").exit()).isZero();
  }

  /// The report script finds its checkout beside itself: a copy in a folder adds up that folder.
  private Command sum(String kind) throws IOException, InterruptedException {
    Path script = folder.resolve("build/test-report");
    Files.createDirectories(script.getParent());
    Files.createDirectories(folder.resolve("m/src/test/java"));
    Files.copy(House.root().resolve("build/test-report"), script);
    Command sum = Command.run(folder, Map.of(), List.of("bash", script.toString(), kind, "m"));
    Files.delete(script);
    return sum;
  }

  private void report(String kind, String type, int tests, String cases) throws IOException {
    report(kind, type, tests, cases, 0, 0);
  }

  private void report(String kind, String type, int tests, String cases, int failures, int skipped)
      throws IOException {
    write("m/target/" + kind + "-reports/TEST-" + type + ".xml",
        "<?xml version=\"1.0\"?>\n<testsuite version=\"3\" name=\"" + type + "\" time=\"0.1\" tests=\"" + tests
            + "\" errors=\"0\" skipped=\"" + skipped + "\" failures=\"" + failures + "\">\n<properties/>" + cases
            + "</testsuite>\n");
  }

  /// A PATH with the tools that every system has, and neither Maven nor runsc.
  private String bareTools() throws IOException {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : List.of("bash", "env", "readlink", "dirname", "uname", "sort", "tr", "grep", "cat", "ls",
        "id")) {
      try (Stream<String> places = Stream.of("/usr/bin/", "/bin/")) {
        Path program = places.map(place -> Path.of(place + tool)).filter(Files::exists).findFirst().orElseThrow();
        Files.createSymbolicLink(tools.resolve(tool), program);
      }
    }
    return tools.toString();
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
