package dev.ironclaw.controlplane.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeSizeTest {
  private static final Path NAME = Path.of("job");

  @TempDir
  private Path home;
  private Path top;

  @BeforeEach
  void setUp() throws IOException {
    top = Files.createDirectory(home.resolve(NAME));
  }

  private long size() {
    return TreeSize.of(home, NAME);
  }

  @Test
  void countsEachFileAndNoneBehindALink() throws IOException {
    Files.writeString(home.resolve("beside"), "not of it");
    Files.writeString(top.resolve("a"), "12345");
    Files.writeString(Files.createDirectories(top.resolve("b/c")).resolve("d"), "123");
    Files.createSymbolicLink(top.resolve("b/up"), home);
    long link = home.toString().length();

    assertThat(size()).isEqualTo(8 + link);
    assertThat(TreeSize.of(home, Path.of("missing"))).isZero();
    assertThat(TreeSize.of(home.resolve("missing"), NAME)).isZero();
  }

  @Test
  void looksAtSoManyEntriesOfOneFolderAndNoMore() throws IOException {
    for (int i = 0; i < 20; i++) {
      Files.writeString(top.resolve("f" + i), "1");
    }

    assertThat(TreeSize.of(home, NAME, 12, 64)).isEqualTo(12);
    assertThat(TreeSize.of(home, NAME, 20, 64)).isEqualTo(20);
  }

  @Test
  void goesSoDeepAndNoDeeperAndCountsWhatLiesBeside() throws IOException {
    Path deep = top;
    for (int i = 0; i < 300; i++) {
      deep = Files.createDirectory(deep.resolve("d"));
      Files.writeString(deep.resolve("f"), "1");
    }
    Files.writeString(top.resolve("z"), "12");

    assertThat(size()).isEqualTo(63 + 2);
  }

  @Test
  void staysANumberForFilesOfHoles() throws IOException {
    for (int i = 0; i < 200; i++) {
      try (FileChannel file = FileChannel.open(top.resolve("f" + i), StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE)) {
        file.write(ByteBuffer.wrap(new byte[1]), (8L << 40) - 1);
      }
    }

    assertThat(size()).isEqualTo(TreeSize.MOST_BYTES);
  }
}
