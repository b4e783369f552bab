package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The Debian package: what it holds, and that each program works as it was unpacked. Nothing is installed on this machine.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PackageIT {
  private static final List<String> PROGRAMS = List.of("ironclaw", "ironctl", "ironclaw-controlplane");

  @TempDir
  static Path folder;
  @TempDir
  static Path elsewhere;
  @SuppressWarnings("NullAway.Init") // made before all tests
  private static Installed installed;
  /// Made once more while the other tests run.
  @SuppressWarnings("NullAway.Init") // begun before all tests
  private static CompletableFuture<Path> again;

  @TempDir
  Path work;

  /// Builds the package whole.
  @BeforeAll
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  static void make() throws Exception {
    installed = Installed.make(folder);
    again = CompletableFuture.supplyAsync(() -> Installed.built(elsewhere.resolve("out")));
  }

  @Test
  void everythingBelongsToRootAndNobodyElseCanWriteIt() throws Exception {
    List<String> listing = installed.listing();
    assertThat(listing).hasSizeGreaterThan(100).allMatch(line -> line.contains(" root/root "))
        .allMatch(line -> line.startsWith("l") || line.matches("[-d]rw[x-]r-[x-]r-[x-] .*"));
    for (String program : PROGRAMS) {
      assertThat(listing)
          .anyMatch(line -> line.endsWith("./usr/bin/" + program + " -> /opt/ironclaw/bin/" + program));
    }
    assertThat(installed.control()).contains("Package: ironclaw", "Architecture: amd64", "libgtk-3-0",
        "Recommends: runsc");
  }

  @Test
  void holdsNoLibraryOfAnotherSystemAndNoneInsideAJar() throws IOException {
    assertThat(installed.machineCode("opt/ironclaw")).isNotEmpty()
        .allMatch(file -> file.toString().matches(".*\\.so(\\.\\d+)?|.*/bin/java|.*/jspawnhelper"));
    try (Stream<Path> jars = Files.list(installed.root().resolve("opt/ironclaw/lib/app"))) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        try (JarFile file = new JarFile(jar.toFile())) {
          assertThat(file.stream().map(java.util.zip.ZipEntry::getName)).as(jar.toString())
              .noneMatch(name -> name.matches(".*\\.(so|dll|dylib|jnilib)"));
        }
      }
    }
    assertThat(installed.root().resolve("opt/ironclaw/lib/runtime/bin")).isDirectoryContaining("glob:**java");
    assertThat(installed.root().resolve("opt/ironclaw/lib/runtime/lib")).isDirectoryNotContaining("glob:**attach*")
        .isDirectoryContaining("glob:**libglassgtk3.so");
  }

  @Test
  void tellsTheSystemWhatItIs() throws IOException {
    assertThat(installed.text("usr/share/applications/ironclaw.desktop")).contains("Exec=/usr/bin/ironclaw %u",
        "MimeType=x-scheme-handler/ironclaw;", "Icon=ironclaw");
    assertThat(installed.text("usr/lib/systemd/user/ironclaw-controlplane.service"))
        .contains("ExecStart=/usr/bin/ironclaw-controlplane");
    assertThat(installed.text("usr/share/bash-completion/completions/ironctl")).contains("ironctl");
    assertThat(installed.text("usr/share/zsh/vendor-completions/_ironctl")).contains("#compdef ironctl");
    assertThat(installed.text("usr/share/fish/vendor_completions.d/ironctl.fish")).contains("complete");
    for (String program : PROGRAMS) {
      assertThat(installed.root().resolve("usr/share/man/man1/" + program + ".1.gz")).isNotEmptyFile();
    }
    assertThat(installed.text("opt/ironclaw/lib/apparmor/ironclaw-runsc")).contains("userns,");
    assertThat(installed.root().resolve("usr/share/icons/hicolor/256x256/apps/ironclaw.png")).isNotEmptyFile();
    assertThat(installed.text("usr/share/doc/ironclaw/sbom.cdx.json")).contains("\"CycloneDX\"", "sqlite-jdbc",
        "javafx-controls", "\"OpenJDK\"").doesNotContain("junit", "assertj");
    assertThat(installed.text("usr/share/doc/ironclaw/licences.txt").lines()).hasSizeGreaterThan(40);
  }

  /// Last, for it waits.
  @Test
  @Order(Integer.MAX_VALUE)
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void theSameCommitGivesTheSameBytes() throws Exception {
    Path second = again.get(10, TimeUnit.MINUTES);
    assertThat(Files.mismatch(second, installed.deb())).isEqualTo(-1);
    assertThat(second.resolveSibling("SHA256SUMS")).content().contains("ironclaw_0.1.0_", ".cdx.json");
  }

  @Test
  void itsMenuEntryAndItsMetadataAreAsTheirSpecificationsSay() throws Exception {
    Path share = installed.root().resolve("usr/share");
    assertThat(Installed.run(
        List.of("desktop-file-validate", share.resolve("applications/ironclaw.desktop").toString()), Map.of()))
        .as("warnings too").isEmpty();
    Installed.run(List.of("appstreamcli", "validate", "--no-net",
        share.resolve("metainfo/dev.ironclaw.IronClaw.metainfo.xml").toString()), Map.of());
  }

  @Test
  void everyArchiveOfClassesIsAccepted() throws Exception {
    for (String program : PROGRAMS) {
      assertThat(Installed.run(List.of(installed.strict(program).toString(), "--help"), Map.of())).contains("Usage: ");
    }
  }

  @Test
  void takesNoCodeFromTheEnvironment() throws Exception {
    String said = Installed.run(List.of(installed.program("ironctl").toString(), "version"),
        Map.of("JAVA_TOOL_OPTIONS", "-Dx=y", "JDK_JAVA_OPTIONS", "-Dx=y", "_JAVA_OPTIONS", "-Dx=y",
            "HOME", work.toString()));
    assertThat(said).startsWith("ironctl 0.1.0").doesNotContain("Picked up", "NOTE:");
  }

  @Test
  void theControlPlaneStartsBoxesFromItsOwnImage() throws Exception {
    Path state = work.resolve("state");
    try (ControlPlaneProcess running = ControlPlaneProcess.start(
        List.of(installed.strict("ironclaw-controlplane").toString()), state,
        List.of("--accept-unenforced-limits"))) {
      try (HttpClient http = HttpClient.newHttpClient()) {
        HttpResponse<String> ready = http.send(
            HttpRequest.newBuilder(URI.create(running.address() + "/readyz")).build(),
            HttpResponse.BodyHandlers.ofString());
        assertThat(ready.statusCode()).isEqualTo(200);
      }
      assertThat(
          Installed.run(List.of(installed.strict("ironctl").toString(), "chat", "mock-agent", "--message", "hello",
              "--state-dir", state.toString()), Map.of()))
          .contains("mock-agent received:");
      assertThat(Leftovers.sandboxes(state)).isNotEmpty();
      assertThat(onlyFromThePackage(running.pid())).anyMatch(library -> library.endsWith("libsqlitejdbc.so"));
      assertThat(running.terminate()).isIn(0, 143);
    }
    assertThat(Leftovers.of(state)).isEmpty();
  }

  @Test
  void aPersonAnswersAnAgentInTheApp() throws Exception {
    List<String> launcher = List.of(installed.strict("ironclaw").toString());
    new DesktopStory(work, (session, state) -> DesktopProcess.start(launcher, session, state,
        "--accept-unenforced-limits")).tell(app -> {
          assertThat(onlyFromThePackage(app.pid())).anyMatch(library -> library.endsWith("libglassgtk3.so"));
          assertThat(work.resolve("home/.openjfx")).doesNotExist();
        });
  }

  /// Each library that a process has mapped, none of them unpacked somewhere.
  private static List<String> onlyFromThePackage(long pid) {
    List<String> libraries = Installed.libraries(pid);
    assertThat(libraries).isNotEmpty().allMatch(library -> library.startsWith(installed.root().toString())
        || library.startsWith("/usr/lib/") || library.startsWith("/lib/"));
    return libraries;
  }

  @Test
  void goesAsItCame() throws Exception {
    Path system = Files.createDirectory(work.resolve("system"));
    Files.createDirectories(system.resolve("var/lib/dpkg/updates"));
    Files.createDirectories(system.resolve("var/lib/dpkg/info"));
    Files.createFile(system.resolve("var/lib/dpkg/status"));
    Files.createFile(system.resolve("var/lib/dpkg/available"));
    Path data = Files.createDirectories(system.resolve("home/somebody/.local/share/ironclaw"));
    Files.writeString(data.resolve("state.db"), "sealed");
    dpkg(system, "--install", installed.deb().toString());
    assertThat(system.resolve("usr/bin/ironctl")).isSymbolicLink();
    assertThat(system.resolve("opt/ironclaw/lib/app/ironclaw.jsa")).isNotEmptyFile();
    // Again over itself, as an upgrade does.
    dpkg(system, "--install", installed.deb().toString());
    dpkg(system, "--remove", "ironclaw");
    assertThat(dpkg(system, "--purge", "ironclaw")).contains("~/.local/share/ironclaw");
    assertThat(data.resolve("state.db")).hasContent("sealed");
    List<String> left = new ArrayList<>();
    try (Stream<Path> all = Files.walk(system)) {
      all.filter(path -> !Files.isDirectory(path)).map(path -> system.relativize(path).toString())
          .filter(path -> !path.startsWith("var/lib/dpkg") && !path.startsWith("var/log")).forEach(left::add);
    }
    assertThat(left).containsExactly("home/somebody/.local/share/ironclaw/state.db");
    assertThat(system.resolve("opt/ironclaw")).doesNotExist();
  }

  /// Into a folder with a package list of its own: this machine's is not touched.
  private static String dpkg(Path system, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("dpkg", "--root=" + system, "--log=/dev/null", "--force-depends",
        "--force-script-chrootless", "--force-not-root"));
    command.addAll(List.of(words));
    return Installed.run(command, Map.of());
  }
}
