package dev.ironclaw.controlplane.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class BoxServerTest {
  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void letsOnlyTheGuestReachTheSocket() throws IOException {
    try (BoxHouse house = new BoxHouse()) {
      Path folder = house.open().folder();
      assertThat(mode(house.runFolder())).isEqualTo("rwx------");
      assertThat(mode(folder)).isEqualTo("rwx--x--x");
      assertThat(mode(folder.resolve("host.sock"))).isEqualTo("rw--w--w-");
    }
  }

  @Test
  void refusesARunFolderThatOthersCanEnter() throws IOException {
    try (BoxHouse house = new BoxHouse(); ModelProxy proxy = new ModelProxy(List.of())) {
      Path open = Files.createDirectory(house.runFolder().resolve("open"));
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
      assertThatThrownBy(() -> new BoxServer(open, proxy, house.listener, Clock.systemUTC()).close())
          .isInstanceOf(IronclawException.class).hasMessageContaining("0700");
    }
  }

  @Test
  void saysThatAPathIsTooLongForASocket() throws IOException {
    try (BoxHouse house = new BoxHouse();
        ModelProxy proxy = new ModelProxy(List.of());
        BoxServer deep = new BoxServer(house.runFolder().resolve("x".repeat(100)), proxy, house.listener,
            Clock.systemUTC())) {
      assertThatThrownBy(() -> deep.open(BoxHouse.BOX)).isInstanceOf(IronclawException.class)
          .hasMessageContaining("shorter run folder");
    }
  }

  @Test
  void tellsTwoBoxesApartByTheirSocketsAlone() throws IOException {
    try (BoxHouse house = new BoxHouse()) {
      Crossing one = house.openBound();
      Crossing two = house.server().openCrossing(BoxHouse.OTHER);
      FakeQueue otherQueue = new FakeQueue();
      otherQueue.push("in_other", "{}");
      two.bind(new Bound(new SessionId("ses_ffffffffffffffff"), otherQueue, BoxHouse.CONFIG, Set.of(), "mock"));
      String reply = BoxFormsTest.golden("commit-reply.json");
      house.queue.push("in_0001", "{}");
      try (RawClient first = new RawClient(one.folder()); RawClient second = new RawClient(two.folder())) {
        assertThat(second.post(BoxApi.COMMIT, reply).status()).isEqualTo(403);
        assertThat(first.post(BoxApi.COMMIT, reply).status()).isEqualTo(200);
      }
      assertThat(otherQueue.commits()).isEmpty();
      assertThat(house.queue.commits()).hasSize(1);
    }
  }

  @Test
  void listensAgainInTheSameFolderAfterARestartAndTheBoxResumes() throws IOException {
    try (BoxHouse house = new BoxHouse()) {
      house.queue.push("in_1", "{}");
      Crossing before = house.openBound();
      Object folder = Files.getAttribute(before.folder(), "unix:ino");
      try (RawClient box = new RawClient(before.folder())) {
        box.send("GET " + BoxApi.EVENTS + " HTTP/1.1\r\nHost: b\r\n\r\n").head();
        assertThat(box.bodyLine()).contains("bound");
        assertThat(box.bodyLine()).contains("in_1");
        house.restart();
        box.rest();
      }
      house.queue.push("in_2", "{}");
      Crossing after = house.openBound();
      assertThat(Files.getAttribute(after.folder(), "unix:ino")).isEqualTo(folder);
      try (RawClient box = new RawClient(after.folder())) {
        box.send("GET " + BoxApi.EVENTS + "?after=2 HTTP/1.1\r\nHost: b\r\n\r\n").head();
        assertThat(box.bodyLine()).contains("bound");
        assertThat(box.bodyLine()).contains("in_2");
      }
    }
  }

  @Test
  void removesTheFolderAndTheConnectionsOfAClosedBox() throws IOException {
    try (BoxHouse house = new BoxHouse()) {
      Crossing crossing = house.openBound();
      try (RawClient box = new RawClient(crossing.folder())) {
        assertThat(box.get(BoxApi.STATE).status()).isEqualTo(200);
        crossing.close();
        assertThat(box.rest()).isEmpty();
      }
      assertThat(crossing.folder()).doesNotExist();
    }
  }

  @Test
  void holdsNoDescriptorAndNoThreadForABoxThatIsGone() throws IOException {
    try (BoxHouse house = new BoxHouse()) {
      round(house, 0);
      long files = openFiles();
      int threads = Thread.getAllStackTraces().size();
      for (int i = 1; i <= 200; i++) {
        round(house, i);
      }
      Wait.until(() -> openFiles() <= files);
      assertThat(Thread.getAllStackTraces().size()).isLessThanOrEqualTo(threads + 4);
    }
  }

  private static void round(BoxHouse house, int number) throws IOException {
    BoxId id = new BoxId(String.format("box_%016x", number + 16));
    try (Crossing crossing = house.server().openCrossing(id); RawClient box = new RawClient(crossing.folder())) {
      crossing.bind(house.binding());
      assertThat(box.get(BoxApi.STATE).status()).isEqualTo(200);
    }
  }

  private static long openFiles() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
