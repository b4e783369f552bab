package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders of this machine in real gVisor boxes whose programs are hostile.
final class MountedFoldersIT {
  private static final String WAIT = "while [ ! -e /mnt/docs/never ]; do :; done";

  @TempDir
  private Path folder;
  private TestBoxes boxes;
  private RunscIsolator isolator;
  private Path docs;
  private Path out;

  @BeforeEach
  void start() throws Exception {
    boxes = new TestBoxes(folder);
    isolator = new RunscIsolator(boxes.settings(false), new ProcessRunner());
    docs = open(boxes.top.resolve("host/docs"), "rwxr-xr-x");
    out = open(boxes.top.resolve("host/out"), "rwxrwxrwx");
    Files.writeString(docs.resolve("kept"), "words of the host\n");
  }

  @AfterEach
  void leavesNothingBehind() {
    isolator.close();
    assertThat(RunscTraces.of(boxes)).isEmpty();
  }

  private static Path open(Path path, String rights) throws Exception {
    Files.createDirectories(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    return path;
  }

  private SandboxSpec spec(RootfsImage image, List<SandboxSpec.Mount> mounts, String... words) {
    return new SandboxSpec(TestBoxes.newId(), new AgentGroupId("dev-agent"), image, boxes.mount("sock"),
        Optional.empty(), mounts, SandboxSpec.Limits.DEFAULT, List.of(words));
  }

  private RootfsImage shell(String script) throws Exception {
    RootfsImage image = boxes.shell(script);
    Files.createDirectories(image.rootfs().resolve("mnt"));
    return image;
  }

  private SandboxSpec.Mount docs(boolean writable) {
    return new SandboxSpec.Mount("docs", docs, writable);
  }

  @Test
  void givesABoxAFolderToReadAndOneToWriteAndShowsBothAsTheyAre() throws Exception {
    Box box = isolator.launch(spec(shell("read line < /mnt/docs/kept; echo \"read: $line\"; "
        + "echo new > /mnt/docs/new; echo words of the box > /mnt/out/new; "
        + "while read line; do echo \"$line\"; done < /proc/mounts"),
        List.of(docs(false), new SandboxSpec.Mount("out", out, true))));

    box.exit().get(60, TimeUnit.SECONDS);

    assertThat(box.output()).contains("read: words of the host", "can't create /mnt/docs/new")
        .containsPattern("/mnt/docs 9p ro,").containsPattern("/mnt/out 9p rw,");
    assertThat(docs.resolve("new")).doesNotExist();
    assertThat(out.resolve("new")).hasContent("words of the box");
    assertThat(Files.getAttribute(docs, "unix:uid")).as("what is a human's stays a human's").isEqualTo(0);
  }

  @Test
  void letsNoCallChangeAReadOnlyFolder() throws Exception {
    open(docs, "rwxrwxrwx");
    Files.setPosixFilePermissions(docs.resolve("kept"), PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.setAttribute(docs.resolve("kept"), "unix:uid", 65532);
    RootfsImage probes = ImageFolder.load(TestBoxes.imageFolder()).probes();

    List<ProbeResult> readOnly = ProbeBoxes.run(isolator,
        spec(probes, List.of(docs(false)), "--family=workspace", "--workspace=/mnt/docs"));
    List<ProbeResult> writable = ProbeBoxes.run(isolator,
        spec(probes, List.of(docs(true)), "--family=workspace", "--workspace=/mnt/docs"));

    assertThat(readOnly).hasSize(10).filteredOn(result -> !result.held()).isEmpty();
    assertThat(writable).as("the probes can succeed").hasSize(10).filteredOn(ProbeResult::held).isEmpty();
  }

  @Test
  void startsNoBoxWithAFolderThatHoldsASocket() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(docs.resolve("s")));

      assertThatThrownBy(() -> isolator.launch(spec(shell("echo ran"), List.of(docs(false)))))
          .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WEAK_SPEC))
          .hasMessageContaining("it is a socket");
    }
  }

  @Test
  void freezesABoxWhenASocketAppearsInItsFolder() throws Exception {
    Path deep = Files.createDirectories(docs.resolve("a/b"));
    Box box = isolator.launch(spec(shell(WAIT), List.of(docs(false))));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(deep.resolve("s")));

      Box.BoxExit exit = box.exit().get(60, TimeUnit.SECONDS);

      assertThat(exit.cause()).isEqualTo(Box.Cause.OFFENCE);
      assertThat(exit.reason()).contains("a/b/s appeared in a mounted folder: it is a socket");
    }
  }

  @Test
  void freezesABoxWhoseFolderIsMovedAway() throws Exception {
    Box box = isolator.launch(spec(shell(WAIT), List.of(docs(false))));
    Path elsewhere = Files.move(docs, docs.resolveSibling("elsewhere"));
    new ProcessRunner().run(List.of("/usr/bin/mkfifo", elsewhere.resolve("f").toString()), Duration.ofSeconds(60));

    assertThat(box.exit().get(60, TimeUnit.SECONDS).reason()).contains("was moved away or replaced");
  }

  @Test
  void runsNoProgramWhereTheFolderIsExchangedBetweenTheCheckAndTheMount() throws Exception {
    Path secret = open(boxes.top.resolve("secret"), "rwxr-xr-x");
    Files.writeString(secret.resolve("kept"), "key\n");
    for (boolean link : List.of(true, false)) {
      Path away = docs.resolveSibling("away");
      OciConfigBuilder builder = new OciConfigBuilder(RunMode.ROOT, SeccompProfile.load());
      RunscIsolator raced = new RunscIsolator(boxes.settings(false), new ProcessRunner(),
          Runsc.sealedFlags(RunMode.ROOT), (spec, frame) -> {
            OciConfig config = builder.build(spec, frame);
            exchange(docs, away, secret, link);
            return config;
          });

      assertThatThrownBy(() -> raced.launch(spec(shell("read line < /mnt/docs/kept; echo \"$line\" > /mnt/out/stolen"),
          List.of(docs(false), new SandboxSpec.Mount("out", out, true))))).hasMessageContaining("was exchanged");

      assertThat(out.resolve("stolen")).doesNotExist();
      if (link) {
        Files.delete(docs);
      } else {
        Files.move(docs, secret);
      }
      Files.move(away, docs);
      raced.close();
    }
  }

  private static void exchange(Path docs, Path away, Path secret, boolean link) {
    try {
      Files.move(docs, away);
      if (link) {
        Files.createSymbolicLink(docs, secret);
      } else {
        Files.move(secret, docs);
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void goesOnWatchingAfterARestartOfTheControlPlane() throws Exception {
    SandboxSpec spec = spec(shell(WAIT), List.of(docs(false)));
    isolator.launch(spec);
    isolator.close();
    isolator = new RunscIsolator(boxes.settings(false), new ProcessRunner());
    Box adopted = isolator.recover().getFirst();

    new ProcessRunner().run(List.of("/usr/bin/mkfifo", docs.resolve("f").toString()), Duration.ofSeconds(60));

    assertThat(adopted.exit().get(60, TimeUnit.SECONDS).cause()).isEqualTo(Box.Cause.OFFENCE);
  }

  @Test
  void endsABoxWhoseFolderWentWhileNobodyWatched() throws Exception {
    isolator.launch(spec(shell(WAIT), List.of(docs(false))));
    isolator.launch(spec(shell("while :; do :; done"), List.of(new SandboxSpec.Mount("out", out, false))));
    isolator.close();
    Files.move(docs, docs.resolveSibling("elsewhere"));
    isolator = new RunscIsolator(boxes.settings(false), new ProcessRunner());

    List<Box> adopted = isolator.recover();

    assertThat(adopted).hasSize(1);
    adopted.getFirst().stop(Duration.ZERO);
  }

  @Test
  void saysWhatIsWrongWithAFolderBeforeABoxIsMade() throws Exception {
    Path file = Files.writeString(docs.resolveSibling("file"), "");
    Path link = Files.createSymbolicLink(docs.resolveSibling("link"), docs);
    Path closed = open(docs.resolveSibling("closed"), "rwx------");

    assertThat(isolator.unmountable(docs(false))).isEmpty();
    assertThat(isolator.unmountable(docs(true)).orElse("")).contains("may not write to", "chown 65532");
    assertThat(isolator.unmountable(new SandboxSpec.Mount("out", out, true))).isEmpty();
    assertThat(isolator.unmountable(new SandboxSpec.Mount("x", closed, false)).orElse("")).contains("may not read");
    assertThat(isolator.unmountable(new SandboxSpec.Mount("x", file, false)).orElse("")).contains("there is no folder");
    assertThat(isolator.unmountable(new SandboxSpec.Mount("x", link, false)).orElse("")).contains("leads over a link");
    assertThat(isolator.unmountable(new SandboxSpec.Mount("x", Path.of("/etc"), false)).orElse(""))
        .contains("is not below");
  }
}
