package dev.ironclaw.controlplane.jobimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DebLayerTest {
  @TempDir
  private Path folder = Path.of("");

  private byte[] layer(Consumer<TestPackages.Entries> content) throws IOException {
    Path deb = Files.write(folder.resolve("a.deb"), TestPackages.deb(content));
    try (Spool spool = Spool.in(folder)) {
      LayerTree tree = new LayerTree(spool);
      DebLayer.add(tree, deb);
      Skeleton.add(tree);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      LayerTar.write(tree, out);
      return out.toByteArray();
    }
  }

  private static Map<String, TarArchiveEntry> entries(byte[] layer) throws IOException {
    Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
    TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(layer), "UTF-8");
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      assertThat(entries.put(entry.getName(), entry)).as(entry.getName() + " stands twice").isNull();
    }
    return entries;
  }

  @Test
  void unpacksWhatAJobNeedsIntoOneUsrWithoutRightsThatItShouldNotHave() throws Exception {
    Map<String, TarArchiveEntry> found = entries(layer(deb -> deb.file("./bin/su", 04755, "su")
        .file("./usr/bin/mawk", 0755,
            "awk")
        .special("./usr/bin/gawk", TarConstants.LF_LINK, "./usr/bin/mawk")
        .file("./usr/share/doc/mawk/copyright", 0666, "GPL").file("./usr/share/doc/mawk/README", 0644, "read")
        .file("./usr/share/man/man1/mawk.1", 0644, "man").link("./lib/libx.so", "libx.so.1")));

    assertThat(found.keySet()).contains("usr/bin/su", "bin", "lib", "usr/lib/libx.so", "usr/share/doc/mawk/copyright",
        "tmp/", "workspace/", "output/", "run/ironclaw/", "etc/passwd", "home/worker/");
    assertThat(found.keySet()).doesNotContain("usr/share/doc/mawk/README", "usr/share/man/man1/mawk.1", "bin/su");
    assertThat(Objects.requireNonNull(found.get("usr/bin/su")).getMode()).isEqualTo(0755);
    assertThat(Objects.requireNonNull(found.get("usr/share/doc/mawk/copyright")).getMode()).isEqualTo(0644);
    assertThat(Objects.requireNonNull(found.get("tmp/")).getMode()).isEqualTo(01777);
    assertThat(Objects.requireNonNull(found.get("bin")).getLinkName()).isEqualTo("usr/bin");
    assertThat(Objects.requireNonNull(found.get("usr/bin/awk")).getLinkName()).isEqualTo("mawk");
    assertThat(Objects.requireNonNull(found.get("usr/bin/gawk")).isLink()).isTrue();
    assertThat(found.values()).allSatisfy(entry -> {
      assertThat(entry.getLongUserId()).isZero();
      assertThat(entry.getLastModifiedTime().toMillis()).isZero();
    });
  }

  @Test
  void theSamePackagesGiveTheSameBytesWhateverTheirOrderAndTimes() throws Exception {
    Consumer<TestPackages.Entries> one = deb -> deb.file("./usr/bin/b", 0755, "b").file("./usr/bin/a", 0700, "a");
    Consumer<TestPackages.Entries> other = deb -> deb.file("./usr/bin/a", 0755, "a").file("./usr/bin/b", 0711, "b");

    assertThat(Sha256.hex(layer(one))).isEqualTo(Sha256.hex(layer(other)));
    assertThat(Sha256.hex(layer(one))).isNotEqualTo(Sha256.hex(layer(deb -> deb.file("./usr/bin/a", 0755, "a"))));
  }

  @ParameterizedTest
  @CsvSource({"./usr/lib/x, ../../../etc/passwd", "./x, ../y", "./usr/bin/x, ''", "./lib/x, ../../../y"})
  void refusesALinkThatLeadsOutOfTheImage(String name, String target) {
    assertThatThrownBy(() -> layer(deb -> deb.link(name, target))).hasMessageContaining("link");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../etc/passwd", "./usr/../../x", "usr/a\u0007b"})
  void refusesANameThatLeavesTheImageOrHidesInIt(String name) {
    assertThatThrownBy(() -> layer(deb -> deb.file(name, 0644, "x"))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesDevicesPipesAndWhatWouldReplaceOrCrossSomethingElse() {
    assertThatThrownBy(() -> layer(deb -> deb.special("./dev/sda", TarConstants.LF_BLK, "")))
        .hasMessageContaining("device");
    assertThatThrownBy(() -> layer(deb -> deb.special("./usr/p", TarConstants.LF_FIFO, "")))
        .hasMessageContaining("pipe");
    assertThatThrownBy(() -> layer(deb -> deb.link("./usr/a", "/etc").file("./usr/a/passwd", 0644, "x")))
        .hasMessageContaining("no folder");
    assertThatThrownBy(() -> layer(deb -> deb.file("./usr/a", 0644, "x").file("./usr/a", 0644, "y")))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> layer(deb -> deb.special("./usr/h", TarConstants.LF_LINK, "./etc/shadow")))
        .hasMessageContaining("no file of the image");
    assertThatThrownBy(() -> layer(deb -> deb.file("./lib", 0644, "x"))).hasMessageContaining("/lib");
  }

  @Test
  void makesTheBundleOfCertificatesInOneOrder() throws Exception {
    byte[] layer = layer(deb -> deb.file("./usr/share/ca-certificates/mozilla/B.crt", 0644, "-B-")
        .file("./usr/share/ca-certificates/mozilla/A.crt", 0644, "-A-"));

    assertThat(new String(FakeShelf.files(layer).get("etc/ssl/certs/ca-certificates.crt"), StandardCharsets.US_ASCII))
        .isEqualTo("-A-\n-B-\n");
  }

  @Test
  void refusesAFileThatIsNoPackage() throws Exception {
    Path file = Files.writeString(folder.resolve("b.deb"), "!<arch>\n");
    try (Spool spool = Spool.in(folder)) {
      assertThatThrownBy(() -> DebLayer.add(new LayerTree(spool), file)).hasMessageContaining("data.tar.xz");
    }
  }
}
