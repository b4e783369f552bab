package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFolderTest {
  @TempDir
  Path folder;
  private Path program;

  @BeforeEach
  void build() throws Exception {
    for (String point : ImageFolder.MOUNT_POINTS) {
      Files.createDirectories(folder.resolve("rootfs").resolve(point));
    }
    Files.createDirectories(folder.resolve("rootfs/bin"));
    program = write("rootfs/bin/a", "the program", "rwxr-xr-x");
    Path other = write("rootfs/passwd", "root", "rw-r--r--");
    Files.writeString(folder.resolve("rootfs.sha256"),
        sha256(program) + " 755 bin/a\n" + sha256(other) + " 644 passwd\n");
    Files.writeString(folder.resolve("image.json"), "{\"digest\":\"" + TestBoxes.DIGEST + "\",\"manifest\":\"sha256:"
        + sha256(folder.resolve("rootfs.sha256"))
        + "\",\"entrypoint\":[\"/bin/a\"],\"probeEntrypoint\":[\"/bin/a\",\"--probe\"]}");
  }

  private Path write(String name, String content, String mode) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  private void isRefusedFor(String why) {
    assertThatThrownBy(() -> ImageFolder.load(folder)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION)).hasMessageContaining(why);
  }

  @Test
  void givesBothProgramsOfTheImageThatItComparedOnce() {
    ImageFolder image = ImageFolder.load(folder);
    assertThat(image.agent().entrypoint()).containsExactly("/bin/a");
    assertThat(image.probes().entrypoint()).containsExactly("/bin/a", "--probe");
    assertThat(image.probes().digest()).isEqualTo(TestBoxes.DIGEST).isEqualTo(image.agent().digest());
    assertThat(image.probes().rootfs()).isEqualTo(folder.resolve("rootfs")).isEqualTo(image.agent().rootfs());
  }

  @Test
  void refusesToProbeAnImageThatHasNoProbes() throws Exception {
    Path json = folder.resolve("image.json");
    Files.writeString(json, Files.readString(json).replace("\"probeEntrypoint\"", "\"created\""));
    ImageFolder image = ImageFolder.load(folder);
    assertThat(image.agent().entrypoint()).containsExactly("/bin/a");
    assertThatThrownBy(image::probes).isInstanceOf(IronclawException.class).hasMessageContaining("no probeEntrypoint");
  }

  @Test
  void refusesOneFlippedBit() throws Exception {
    byte[] bytes = Files.readAllBytes(program);
    bytes[4] ^= 1;
    Files.write(program, bytes);
    isRefusedFor("its content is not what the build wrote");
  }

  @Test
  void refusesAnotherMode() throws Exception {
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxrwxr-x"));
    isRefusedFor("its mode is 775");
  }

  @Test
  void refusesAFileMoreOrFewerOrALinkInItsPlace() throws Exception {
    Path more = write("rootfs/bin/more", "", "rw-r--r--");
    isRefusedFor("the build wrote no such file");
    Files.delete(more);
    Files.move(program, folder.resolve("elsewhere"));
    isRefusedFor("/bin/a is missing");
    Files.createSymbolicLink(program, folder.resolve("elsewhere"));
    isRefusedFor("the build wrote no such file");
  }

  @Test
  void refusesAManifestThatIsNotThePinnedOneOrNone() throws Exception {
    Path manifest = folder.resolve("rootfs.sha256");
    Files.writeString(manifest, Files.readString(manifest) + sha256(program) + " 755 bin/more\n",
        StandardCharsets.UTF_8);
    isRefusedFor("but image.json pins");
    Path json = folder.resolve("image.json");
    Files.writeString(json, Files.readString(json).replace("\"manifest\"", "\"created\""));
    isRefusedFor("pins no manifest");
  }

  @Test
  void givesWhatStartsProgramsOnlyAsItIsPinned() throws Exception {
    Path helper = write("jspawnhelper", "the helper", "rwxr-xr-x");
    Path json = folder.resolve("image.json");
    String without = Files.readString(json).replace("}", ",\"workerEntrypoint\":[\"/bin/a\",\"--worker\"]");
    Files.writeString(json, without + "}");
    isNoWorker("it is not what image.json pins");
    Files.writeString(json, without + ",\"spawnHelper\":\"sha256:" + sha256(helper) + "\"}");
    assertThat(ImageFolder.spawnHelper(ImageFolder.load(folder).worker())).isEqualTo(helper);
    write("jspawnhelper", "another", "rwxr-xr-x");
    isNoWorker("it is not what image.json pins");
    Files.delete(helper);
    isNoWorker("it is not there");
    assertThat(ImageFolder.load(folder).agent().entrypoint()).as("no box needs it").containsExactly("/bin/a");
  }

  private void isNoWorker(String why) {
    ImageFolder image = ImageFolder.load(folder);
    assertThatThrownBy(image::worker).isInstanceOf(IronclawException.class).hasMessageContaining(why);
  }
}
