package dev.ironclaw.controlplane.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.egress.Network;
import dev.ironclaw.controlplane.kind.HostPattern;
import dev.ironclaw.controlplane.panic.Panic;
import dev.ironclaw.controlplane.testing.TestWeb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What comes through, and what does not, with real TLS.
class TunnelTest {
  private static final String HOST = "api.example.org";

  @TempDir
  private Path folder;

  private TestWeb web;
  private TunnelRig rig;

  @BeforeEach
  void open() throws Exception {
    web = new TestWeb(HOST, "other.example.org").page(HOST + "/hello", "text/plain", "hello from outside");
    rig = new TunnelRig(folder.resolve("state"), web.network(), TunnelRig.LIMITS);
    rig.approved.add(HostPattern.of(HOST));
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
    web.close();
  }

  private void reopen(Network network, TunnelLimits limits) throws Exception {
    rig.close();
    rig = new TunnelRig(folder.resolve("again"), network, limits);
    rig.approved.add(HostPattern.of(HOST));
  }

  private static TunnelLimits limits(Duration idle, Duration total, long bytes, int atOnce) {
    return new TunnelLimits(Duration.ofSeconds(5), idle, total, bytes, atOnce, 300);
  }

  @Test
  void passesTlsToAnApprovedHostAndWritesBothItsEndsToTheLog() throws Exception {
    TunnelRig.Way way = rig.connect(HOST + ":443");
    assertThat(way.status()).isEqualTo(200);
    try (SSLSocket tls = rig.tls(way, HOST)) {
      assertThat(TunnelRig.page(tls, HOST, "/hello")).endsWith("hello from outside");
    }
    assertThat(rig.nextEnd()).matches("api.example.org:443: closed, \\d{3,} bytes sent, \\d{3,} received in \\d+ ms");
    assertThat(rig.log()).hasSize(2).first().isEqualTo("open api.example.org:443 at 127.0.0.1");
  }

  @Test
  void refusesAHostThatNobodyApprovedWithoutLookingItUp() throws Exception {
    TunnelRig.Way way = rig.connect("other.example.org:443");
    assertThat(way.status()).isEqualTo(403);
    assertThat(way.words()).isEqualTo("other.example.org:443 is not approved here; ask for it with a change\n");
    assertThat(rig.connect(HOST + ":80").status()).as("another port").isEqualTo(403);
    assertThat(rig.connect(HOST + ":22").status()).isEqualTo(403);
    assertThat(web.lookedUp).isEmpty();
    assertThat(rig.log()).hasSize(3).allMatch(line -> line.startsWith("refused "));
  }

  @Test
  void refusesAddressesThatAreNotPublicHoweverTheyAreReached() throws Exception {
    for (String inside : List.of("10.0.0.1", "169.254.169.254", "192.168.1.1", "::1", "fd00::1", "0.0.0.0")) {
      reopen(web.network(_ -> List.of(InetAddress.getByName(inside))), TunnelRig.LIMITS);
      TunnelRig.Way way = rig.connect(HOST + ":443");
      assertThat(way.status()).as(inside).isEqualTo(403);
      assertThat(way.words()).contains(HOST + " leads to ");
    }
    reopen(web.network(_ -> List.of(InetAddress.getLoopbackAddress(), InetAddress.getByName("10.0.0.1"))),
        TunnelRig.LIMITS);
    assertThat(rig.connect(HOST + ":443").status()).as("a name that leads inside as well").isEqualTo(403);
    for (String literal : List.of("127.0.0.1:443", "[::1]:443", "2130706433:443", "0x7f000001:443", "localhost:443")) {
      assertThat(rig.connect(literal).status()).as(literal).isEqualTo(403);
    }
  }

  @Test
  void connectsToTheAddressThatItChecked() throws Exception {
    Deque<InetAddress> answers = new ArrayDeque<>(
        List.of(InetAddress.getLoopbackAddress(), InetAddress.getByName("10.0.0.1")));
    reopen(web.network(_ -> List.of(answers.removeFirst())), TunnelRig.LIMITS);
    TunnelRig.Way way = rig.connect(HOST + ":443");
    try (SSLSocket tls = rig.tls(way, HOST)) {
      assertThat(TunnelRig.page(tls, HOST, "/hello")).endsWith("hello from outside");
    }
    assertThat(answers).as("it was looked up once").hasSize(1);
    assertThat(rig.connect(HOST + ":443").status()).isEqualTo(403);
  }

  @Test
  void cutsTlsThatNamesAnotherHost() throws Exception {
    TunnelRig.Way way = rig.connect(HOST + ":443");
    assertThatThrownBy(() -> rig.tls(way, "other.example.org")).isInstanceOf(IOException.class);
    assertThat(way.isCut()).isTrue();
    assertThat(rig.nextEnd()).contains("its TLS names another host than api.example.org");
  }

  @Test
  void cutsWhatIsNoTls() throws Exception {
    TunnelRig.Way way = rig.connect(HOST + ":443");
    TunnelRig.say(way.socket(), "GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
    assertThat(way.isCut()).isTrue();
    assertThat(rig.nextEnd()).contains("it does not begin with TLS").contains(" 0 received");
    assertThat(web.seen).isEmpty();
  }

  @Test
  void saysWhenNobodyAnswers() throws Exception {
    Network real = web.network();
    reopen(new Network(real.resolver(), real.objection(), real.sockets(), real.tls(),
        (channel, _) -> channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))),
        TunnelRig.LIMITS);
    TunnelRig.Way way = rig.connect(HOST + ":443");
    assertThat(way.status()).isEqualTo(502);
    assertThat(way.words()).contains("does not answer");
    reopen(web.network(_ -> {
      throw new IOException("no such name");
    }), TunnelRig.LIMITS);
    assertThat(rig.connect(HOST + ":443").status()).isEqualTo(502);
  }

  @Test
  void saysHowToAskWhereTheFormIsWrong() throws Exception {
    for (String wrong : List.of(HOST, HOST + ":0", HOST + ":65536", "a@" + HOST + ":443", HOST + ":4x3")) {
      assertThat(rig.connect(wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void endsAtItsLimitOfBytes() throws Exception {
    web.page(HOST + "/large", "text/plain", "x".repeat(300_000));
    reopen(web.network(), limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 100_000, 4));
    TunnelRig.Way way = rig.connect(HOST + ":443");
    try (SSLSocket tls = rig.tls(way, HOST)) {
      assertThat(TunnelRig.page(tls, HOST, "/large").length()).isBetween(1, 100_000);
    }
    assertThat(rig.nextEnd()).contains("more than 100000 bytes");
  }

  @Test
  void endsWhenNothingPassesAndWhenItIsOld() throws Exception {
    reopen(web.network(), limits(Duration.ofMillis(100), Duration.ofMinutes(1), 1 << 20, 4));
    assertThat(rig.connect(HOST + ":443").isCut()).isTrue();
    assertThat(rig.nextEnd()).contains("idle for");
    reopen(web.network(), limits(Duration.ofMinutes(1), Duration.ofMillis(100), 1 << 20, 4));
    assertThat(rig.connect(HOST + ":443").isCut()).isTrue();
    assertThat(rig.nextEnd()).contains("open for");
  }

  @Test
  void letsAContainerHaveSoManyAtATimeAndGivesPlacesBack() throws Exception {
    reopen(web.network(), limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1 << 20, 2));
    TunnelRig.Way one = rig.connect(HOST + ":443");
    assertThat(rig.connect(HOST + ":443").status()).isEqualTo(200);
    TunnelRig.Way third = rig.connect(HOST + ":443");
    assertThat(third.status()).isEqualTo(429);
    assertThat(third.words()).contains("at most 2 connections at a time");
    // The host hangs up when it hears no TLS, once the place is free.
    TunnelRig.say(one.socket(), "hello");
    assertThat(rig.nextEnd()).contains("it does not begin with TLS");
    assertThat(rig.connect(HOST + ":443").status()).isEqualTo(200);
  }

  @Test
  void cutsWithTheContainerWithTheApprovalAndInAPanic() throws Exception {
    TunnelRig.Way way = rig.connect(HOST + ":443");
    rig.guest.recheck();
    SSLSocket tls = rig.tls(way, HOST);
    rig.approved.clear();
    rig.guest.recheck();
    assertThat(way.isCut()).isTrue();
    tls.close();
    rig.approved.add(HostPattern.of("*.example.org"));
    TunnelRig.Way next = rig.connect(HOST + ":443");
    rig.tunnel.cut();
    assertThat(next.isCut()).isTrue();
    TunnelRig.Way last = rig.connect(HOST + ":443");
    rig.guest.close();
    assertThat(last.isCut()).isTrue();
    assertThat(rig.connect(HOST + ":443").status()).isEqualTo(403);
  }

  @Test
  void opensNothingWhileEverythingStandsStill() throws Exception {
    rig.brake.engage(new Panic(Instant.EPOCH, "olga", Optional.empty()));
    assertThat(rig.connect(HOST + ":443").status()).isEqualTo(503);
    assertThat(web.lookedUp).isEmpty();
  }

  @Test
  void readsHostsInOneFormOnly() {
    assertThat(HostPattern.of("*.example.org").covers("a.b.example.org", 443)).isTrue();
    assertThat(HostPattern.of("*.example.org").covers("example.org", 443)).isTrue();
    assertThat(HostPattern.of("*.example.org").covers("badexample.org", 443)).isFalse();
    assertThat(HostPattern.of("example.org").covers("a.example.org", 443)).isFalse();
    assertThat(HostPattern.of("example.org:80").covers("example.org", 443)).isFalse();
    assertThat(HostPattern.of("example.org:80").isPlain()).isTrue();
    assertThat(HostPattern.of("example.org:443")).isEqualTo(HostPattern.of("example.org"));
    for (String wrong : List.of("", "*", "*.", "*.com", "localhost", "10.0.0.1", "a.example.org:22", "https://a.org",
        "a.example.org/", "*.*.example.org", "A.Example.org", "x".repeat(400) + ".org", "::1", "a.internal")) {
      assertThatThrownBy(() -> HostPattern.of(wrong)).as(wrong).isInstanceOf(IronclawException.class);
    }
  }
}
