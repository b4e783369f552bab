package dev.ironclaw.controlplane.jobimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageLockTest {
  private static final String HEX = "0".repeat(64);
  private static final String DEB = "deb amd64 dash 0.5 debian pool/main/d/dash_0.5.deb 12 " + HEX;

  @ParameterizedTest
  @EnumSource(JobImage.class)
  void ourOwnPinTheSameProgramsForBothArchitectures(JobImage image) {
    ImageLock lock = ImageLock.of(image.id());

    for (Pinned.Kind kind : Pinned.Kind.values()) {
      assertThat(names(lock, "amd64", kind)).isEqualTo(names(lock, "arm64", kind));
    }
    assertThat(lock.files()).isNotEmpty();
  }

  private static List<String> names(ImageLock lock, String architecture, Pinned.Kind kind) {
    return lock.of(architecture, kind).stream()
        .map(file -> file.name().replace("x64", "arm64")).sorted().toList();
  }

  @Test
  void theWorkersHasWhatIssuesAndToolsNeed() {
    assertThat(ImageLock.of("worker").files()).extracting(Pinned::name).contains("bash", "dash", "git", "curl", "jq",
        "tini",
        "ca-certificates", "libc6");
    assertThat(ImageLock.of("claude-code").upon()).contains("worker");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deb amd64 dash 0.5 debian pool/../../x 12 " + "0000",
      "deb mips dash 0.5 debian pool/x.deb 12 ",
      "deb amd64 dash 0.5 debian pool/x.deb -1 ", "deb amd64 dash 0.5 debian pool/x.deb 12", "rpm amd64 x",
      "npm amd64 a 1 http://x/y 1 z"})
  void refusesALineThatIsNotUnderstood(String line) {
    assertThatThrownBy(() -> ImageLock.parse("format 1\n" + (line.endsWith(" ") ? line + HEX : line)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not understood");
  }

  @Test
  void refusesAnotherFormat() {
    assertThatThrownBy(() -> ImageLock.parse(DEB)).hasMessageContaining("format 1");
    assertThatThrownBy(() -> ImageLock.parse("format 2\n" + DEB)).hasMessageContaining("format 1");
  }

  @Test
  void asksTheMirrorFirstThenTheArchiveThenTheSnapshot() {
    ImageLock lock = ImageLock.parse("format 1\nsnapshot 20260102T030405Z\n" + DEB);
    PackageSources mirrored = PackageSources.of("", "http://mirror.example/d");

    assertThat(mirrored.of(lock.files().getFirst(), lock.snapshot())).containsExactly(
        URI.create("http://mirror.example/d/debian/pool/main/d/dash_0.5.deb"),
        URI.create("http://deb.debian.org/debian/pool/main/d/dash_0.5.deb"),
        URI.create("https://snapshot.debian.org/archive/debian/20260102T030405Z/pool/main/d/dash_0.5.deb"));
    assertThat(new PackageSources(Optional.of(Path.of("/x")), Optional.empty()).of(lock.files().getFirst(),
        lock.snapshot())).as("offline is offline").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x/", "mirror.example", "http://user:pw@x/", "https://x/?q", "http:// x"})
  void refusesAMirrorThatIsNone(String mirror) {
    assertThatThrownBy(() -> PackageSources.of("", mirror)).hasMessageContaining("give an http or https URL");
    assertThatThrownBy(() -> PackageSources.of(Map.of("IRONCLAW_IMAGE_MIRROR", mirror)))
        .hasMessageContaining("read IRONCLAW_IMAGE_MIRROR from the environment");
  }

  @Test
  void takesTheOperatorsMirrorWhereABuildNamesNoPlace() {
    PackageSources ours = PackageSources.of(Map.of("IRONCLAW_IMAGE_MIRROR", "https://mirror.example/d"));
    assertThat(PackageSources.usual().or(ours)).isEqualTo(PackageSources.of("", "https://mirror.example/d"));
    assertThat(PackageSources.of("", "http://other.example").or(ours))
        .isEqualTo(PackageSources.of("", "http://other.example"));
    assertThat(PackageSources.of(Map.of())).isEqualTo(PackageSources.usual());
  }
}
