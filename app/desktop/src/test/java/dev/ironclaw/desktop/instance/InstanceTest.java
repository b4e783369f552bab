package dev.ironclaw.desktop.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.instance.HandOver.Outcome;
import dev.ironclaw.desktop.testing.Heard;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One app for a state folder, and what a second start can say to it.
final class InstanceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Wish PLAIN = new Wish(true, Optional.empty(), Optional.empty());

  @TempDir
  Path state;
  private final Heard<Wish> heard = new Heard<>();

  private AppFolder folder() {
    return AppFolder.of(state);
  }

  private Instance claim() {
    return Instance.claim(folder(), heard).orElseThrow();
  }

  @Test
  void aSecondStartHandsOverWhatItWasAskedFor() {
    Wish wish = new Wish(true, Optional.of("ironclaw://change/chg_1"), Optional.of("https://box:8787"));
    try (Instance _ = claim()) {
      assertThat(Instance.claim(folder(), heard)).isEmpty();
      assertThat(HandOver.give(wish, folder(), PATIENCE)).isEqualTo(Outcome.TAKEN);
      assertThat(heard.next()).isEqualTo(wish);
      assertThat(HandOver.give(PLAIN, folder(), PATIENCE)).isEqualTo(Outcome.TAKEN);
      assertThat(heard.next()).isEqualTo(PLAIN);
    }
  }

  @Test
  void givesTheFolderBackAndLeavesNoSocket() {
    claim().close();
    assertThat(folder().socket()).doesNotExist();
    assertThat(HandOver.give(PLAIN, folder(), PATIENCE)).isEqualTo(Outcome.NOBODY);
    claim().close();
  }

  @Test
  void oneThatEndsHearsNobodyAndKeepsTheFolderToTheEnd() {
    try (Instance ending = claim()) {
      ending.hush();
      assertThat(HandOver.give(PLAIN, folder(), PATIENCE)).isEqualTo(Outcome.NOBODY);
      assertThat(Instance.claim(folder(), heard)).isEmpty();
    }
    claim().close();
  }

  @Test
  void clearsTheSocketOfAKilledOne() throws IOException {
    Files.createDirectories(folder().path());
    ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    dead.bind(UnixDomainSocketAddress.of(folder().socket()));
    dead.close();
    assertThat(folder().socket()).exists();
    assertThat(HandOver.give(PLAIN, folder(), PATIENCE)).isEqualTo(Outcome.NOBODY);
    try (Instance _ = claim()) {
      assertThat(HandOver.give(PLAIN, folder(), PATIENCE)).isEqualTo(Outcome.TAKEN);
    }
  }

  @Test
  void onlyItsUserMayComeNear() throws IOException {
    Files.createDirectories(folder().path(), PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString("rwxrwxrwx")));
    try (Instance _ = claim()) {
      assertThat(permissions(folder().path())).isEqualTo("rwx------");
      assertThat(permissions(folder().socket())).isEqualTo("rw-------");
      assertThat(permissions(folder().lock())).isEqualTo("rw-------");
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "ironclaw-app 1\nshown true\nlink \n",
      "ironclaw-app 2\nshown true\nlink \nattach \n",
      "ironclaw-app 1\nshown maybe\nlink \nattach \n", "ironclaw-app 1\nshown true\nlink \nattach \nquit now\n",
      "ironclaw-app 1\nshown true\nlink a\tb\nattach \n", "ironclaw-app 1\nshown true\nattach \nlink \n",
      "GET / HTTP/1.1\r\n\r\n"})
  void refusesWhatNoStartSays(String text) throws IOException {
    try (Instance _ = claim()) {
      assertThat(say(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
      assertThat(say(new byte[]{(byte) 0xff, (byte) 0xfe})).isEmpty();
      assertThat(say("x".repeat(20_000).getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
    assertThat(heard.soFar()).isEmpty();
  }

  private String say(byte[] words) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(folder().socket()))) {
      channel.write(ByteBuffer.wrap(words));
      channel.shutdownOutput();
      return Lines.read(channel, 100);
    } catch (IOException _) {
      return ""; // It was hung up on.
    }
  }

  @Test
  void whoeverHoldsTheLineKeepsNobodyOutAndIsHungUpOn() throws IOException {
    List<SocketChannel> held = new ArrayList<>();
    try (Instance _ = claim()) {
      for (int i = 0; i < 3; i++) {
        held.add(SocketChannel.open(UnixDomainSocketAddress.of(folder().socket())));
      }
      assertThat(HandOver.give(PLAIN, folder(), PATIENCE)).isEqualTo(Outcome.TAKEN);
      for (SocketChannel channel : held) {
        assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        channel.close();
      }
    }
  }

  @Test
  void doesNotWaitForOneThatHangs() throws IOException {
    Files.createDirectories(folder().path());
    try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      silent.bind(UnixDomainSocketAddress.of(folder().socket()));
      assertThat(HandOver.give(PLAIN, folder(), Duration.ofMillis(100))).isEqualTo(Outcome.UNANSWERED);
    }
  }

  @Test
  void saysWhatIsInTheWay() throws IOException {
    Files.writeString(state.resolve("desktop"), "a file");
    assertThatThrownBy(this::claim).isInstanceOf(IronclawException.class).hasMessageContaining("--state-dir");
  }

  @Test
  void runsWithoutASocketWhereNoneCanBe() throws IOException {
    Path deep = Files.createDirectories(state.resolve("d".repeat(120)));
    try (Instance _ = Instance.claim(AppFolder.of(deep), heard).orElseThrow()) {
      assertThat(HandOver.give(PLAIN, AppFolder.of(deep), PATIENCE)).isEqualTo(Outcome.NOBODY);
      assertThat(Instance.claim(AppFolder.of(deep), heard)).isEmpty();
    }
  }
}
