package dev.ironclaw.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules that only the sources show.
final class SourcesTest {
  @TempDir
  Path folder;

  @Test
  void noFileIsTooLong() {
    assertThat(Sources.real().tooLong()).isEmpty();
  }

  @Test
  void aLongFileIsFound() throws IOException {
    write("src/test/java/LongTest.java", "//\n".repeat(Sources.MAX_TEST_LINES + 1));
    write("src/main/java/Long.java", "//\n".repeat(Sources.MAX_LINES + 1));
    write("src/main/java/Short.java", "//\n".repeat(Sources.MAX_LINES));
    assertThat(wrong().tooLong()).containsExactlyInAnyOrder("module/src/test/java/LongTest.java",
        "module/src/main/java/Long.java");
  }

  @Test
  void nothingIsLeftOpen() {
    assertThat(Sources.real().leftOpen()).isEmpty();
  }

  @Test
  void aNoteToSelfIsFound() throws IOException {
    write("src/main/java/Open.java", "// TO" + "DO later\n");
    assertThat(wrong().leftOpen()).containsExactly("module/src/main/java/Open.java");
  }

  @Test
  void noTestSleeps() {
    assertThat(Sources.real().sleepingTests()).isEmpty();
  }

  @Test
  void aSleepingTestIsFound() throws IOException {
    write("src/test/java/Sleepy.java", "void waits() { Thread" + ".sleep(10); }\n");
    assertThat(wrong().sleepingTests()).containsExactly("module/src/test/java/Sleepy.java");
  }

  @Test
  void everyPackageSaysWhatItIs() {
    assertThat(Sources.real().packagesWithoutWord()).isEmpty();
  }

  @Test
  void aSilentPackageIsFound() throws IOException {
    write("src/main/java/absent/A.java", "package absent;\n");
    write("src/main/java/unmarked/package-info.java", "/// Says, but is not marked.\npackage unmarked;\n");
    write("src/main/java/silent/package-info.java", "@NullMarked\npackage silent;\n");
    write("src/main/java/good/package-info.java", "/// Says it.\n@NullMarked\npackage good;\n");
    assertThat(wrong().packagesWithoutWord()).containsExactly("module/src/main/java/absent",
        "module/src/main/java/silent", "module/src/main/java/unmarked");
  }

  private Sources wrong() {
    return new Sources(folder, List.of("module"));
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve("module").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
