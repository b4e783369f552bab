package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MountGuardTest {
  @TempDir
  Path folder;
  private Path base;
  private Path workspace;
  private MountGuard guard;

  @BeforeEach
  void start() throws Exception {
    base = folder.toRealPath();
    workspace = Files.createDirectories(base.resolve("ws"));
    guard = new MountGuard(List.of(base), new MountPolicy(base, List.of(), Path.of("/state"), Path.of("/home/me")),
        RunMode.ROOT);
  }

  @Test
  void letsPlainFilesFoldersAndSymbolicLinksPass() throws Exception {
    Files.writeString(Files.createDirectories(workspace.resolve("a/b")).resolve("c"), "words");
    Files.createSymbolicLink(workspace.resolve("link"), Path.of("/etc/shadow"));

    assertThatCode(() -> guard.check(workspace)).doesNotThrowAnyException();
  }

  @Test
  void refusesASocketHoweverDeep() throws Exception {
    Path deep = Files.createDirectories(workspace.resolve("a/b/c"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(deep.resolve("s")));

      assertThatThrownBy(() -> guard.check(workspace)).isInstanceOf(IronclawException.class)
          .hasMessageContaining("it is a socket");
    }
  }

  @Test
  void refusesAFifo() {
    new ProcessRunner().run(List.of("/usr/bin/mkfifo", workspace.resolve("f").toString()), Duration.ofSeconds(60));

    assertThatThrownBy(() -> guard.check(workspace)).hasMessageContaining("it is a FIFO");
  }

  @Test
  void refusesAHardLinkToSomewhereElse() throws Exception {
    Files.createLink(workspace.resolve("link"), Files.writeString(base.resolve("secret"), "key"));

    assertThatThrownBy(() -> guard.check(workspace)).hasMessageContaining("2 hard links");
  }

  @Test
  void passesOverWhatABoxDeletedMeanwhileButNotOverTheFolderItself() throws Exception {
    BusyTree tree = new BusyTree(workspace);
    Path gone = workspace.resolve("gone");

    assertThat(tree.visitFileFailed(gone, new NoSuchFileException("gone"))).isEqualTo(FileVisitResult.CONTINUE);
    assertThat(tree.postVisitDirectory(gone, new NoSuchFileException("gone"))).isEqualTo(FileVisitResult.CONTINUE);
    assertThatThrownBy(() -> tree.visitFileFailed(gone, new AccessDeniedException("gone")))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> tree.visitFileFailed(workspace, new NoSuchFileException("ws")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void whatCannotBeSearchedIsNoOffence() throws Exception {
    String name = "n".repeat(250);
    Path outer = Files.createDirectories(workspace.resolve(name).resolve(name));
    Path deep = workspace.resolve("deep");
    Path inner = deep;
    while (inner.toString().length() + name.length() < 4_000) {
      inner = Files.createDirectories(inner.resolve(name));
    }
    // Its inmost path is longer now than any that the host may name; a box gets there step by step.
    Files.move(deep, outer.resolve("deep"));
    try {
      assertThatThrownBy(() -> guard.check(workspace)).isInstanceOfSatisfying(IronclawException.class,
          e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE)).hasMessageContaining("can't be searched");
    } finally {
      Files.move(outer.resolve("deep"), deep);
    }
  }

  @Test
  void refusesAFolderReachedOverALink() throws Exception {
    Path link = Files.createSymbolicLink(base.resolve("link"), workspace);

    assertThatThrownBy(() -> guard.check(link)).hasMessageContaining("plain folder below");
  }

  @Test
  void refusesAFolderOutsideTheBaseAndTheBaseItself() {
    assertThatThrownBy(() -> guard.check(Path.of("/etc"))).hasMessageContaining("plain folder below");
    assertThatThrownBy(() -> guard.check(base)).hasMessageContaining("plain folder below");
    assertThatThrownBy(() -> guard.check(base.resolve("ws/../..").resolve("etc")))
        .isInstanceOf(IronclawException.class);
  }
}
