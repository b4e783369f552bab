package dev.ironclaw.controlplane.jobimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackageFetchTest {
  private static final byte[] GOOD = "what is pinned".getBytes(StandardCharsets.UTF_8);
  private static final Pinned FILE = TestPackages.pinned("dash", GOOD);

  @TempDir
  private Path folder = Path.of("");
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;
  private PackageFetch fetch;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    fetch = new PackageFetch(folder.resolve("cache"), 1000);
  }

  @AfterEach
  void end() {
    over.countDown();
    fetch.close();
    server.stop(0);
  }

  /// At the mirror's place; nothing else answers, for the public places are not asked in a test.
  private void answers(byte[] body, long length, int status) {
    server.createContext("/debian/" + FILE.path(), exchange -> {
      asked.incrementAndGet();
      exchange.sendResponseHeaders(status, length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
  }

  private Path fetched() {
    return fetch.require(FILE, place(), Optional.empty(), _ -> {});
  }

  private PackageSources place() {
    return PackageSources.of("", "http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("cache"))) {
      return all.toList();
    }
  }

  private String refused(PackageSources sources) {
    List<String> words = new java.util.ArrayList<>();
    assertThatThrownBy(() -> fetch.fetched(FILE, sources.of(FILE, Optional.empty()).subList(0, 1)))
        .isInstanceOfSatisfying(IronclawException.class, e -> {
          assertThat(e.code()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
          words.add(e.getMessage());
        });
    return words.getFirst();
  }

  @Test
  void keepsWhatItFetchedAndAsksNobodyTwice() throws Exception {
    answers(GOOD, GOOD.length, 200);

    assertThat(Files.readAllBytes(fetched())).isEqualTo(GOOD);
    fetched();

    assertThat(asked).hasValue(1);
    assertThat(kept()).hasSize(1);
  }

  @Test
  void fetchesAgainWhatSomebodyChangedInTheCache() throws Exception {
    answers(GOOD, GOOD.length, 200);
    Files.writeString(fetched(), "what is pinne!");

    assertThat(Files.readAllBytes(fetched())).isEqualTo(GOOD);
    assertThat(asked).hasValue(2);
  }

  @Test
  void refusesOtherBytesOfTheSameLength() throws Exception {
    answers("what is pinneD".getBytes(StandardCharsets.UTF_8), GOOD.length, 200);

    assertThat(refused(place())).contains("its digest begins with").contains("--mirror").contains("--from");
    assertThat(kept()).isEmpty();
  }

  @Test
  void readsNoMoreThanIsPinned() throws Exception {
    answers("what is pinned and more".getBytes(StandardCharsets.UTF_8), 0, 200);

    assertThat(refused(place())).contains("longer than the " + GOOD.length + " bytes");
    assertThat(kept()).isEmpty();
  }

  @Test
  void leavesNothingOfACutDownload() throws Exception {
    server.createContext("/debian/" + FILE.path(), exchange -> {
      exchange.sendResponseHeaders(200, GOOD.length);
      exchange.getResponseBody().write(GOOD, 0, 5);
      exchange.getResponseBody().flush();
      exchange.close();
    });

    assertThat(refused(place())).contains("127.0.0.1");
    assertThat(kept()).isEmpty();
  }

  @Test
  void saysWhatTheServerAnswered() {
    answers(new byte[0], -1, 404);

    assertThat(refused(place())).contains("answers 404");
  }

  @Test
  void takesFilesFromAFolderAndNowhereElse() throws Exception {
    Path given = Files.createDirectories(folder.resolve("given"));
    PackageSources offline = PackageSources.of(given.toString(), place().mirror().map(URI::toString).orElse(""));
    answers(GOOD, GOOD.length, 200);

    assertThatThrownBy(() -> fetch.require(FILE, offline, Optional.empty(), _ -> {}))
        .hasMessageContaining("dash_1.deb");
    Files.write(given.resolve("dash_1.deb"), GOOD);
    assertThat(Files.readAllBytes(fetch.require(FILE, offline, Optional.empty(), _ -> {}))).isEqualTo(GOOD);
    assertThat(asked).hasValue(0);
  }

  @Test
  void givesUpASourceThatSendsNothing() throws Exception {
    server.createContext("/debian/" + FILE.path(), exchange -> {
      exchange.sendResponseHeaders(200, GOOD.length);
      exchange.getResponseBody().flush();
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
    });
    try (PackageFetch hasty = new PackageFetch(folder.resolve("cache"), java.time.Duration.ofMillis(200), 1000)) {
      assertThatThrownBy(() -> hasty.fetched(FILE, place().of(FILE, Optional.empty()).subList(0, 1)))
          .hasMessageContaining("nobody has it");
    }
    assertThat(kept()).isEmpty();
  }

  @Test
  void removesWhatADownloadLeftThatWasCutByTheEndOfTheProcess() throws IOException {
    Path cache = Files.createDirectory(folder.resolve("left"));
    Path whole = Files.writeString(cache.resolve("0123.deb"), "whole");
    Files.writeString(cache.resolve("part-77"), "half");
    PackageFetch.removeParts(cache);
    try (var left = Files.list(cache)) {
      assertThat(left).containsExactly(whole);
    }
    PackageFetch.removeParts(folder.resolve("none"));
  }
}
