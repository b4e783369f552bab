package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// As if an operator had let the whole machine in.
final class MountPolicyTest {
  private final MountPolicy policy = new MountPolicy(Path.of("/home/me/.local/share/ironclaw/mounts"),
      List.of(Path.of("/")), Path.of("/home/me/.local/share/ironclaw"), Path.of("/home/me"));

  @ParameterizedTest
  @ValueSource(strings = {"/home/me/Documents", "/home/me/src/project", "/srv/data", "/mnt/disk/photos",
      "/home/me/.local/share/ironclaw/mounts/docs"})
  void letsAPersonsOwnFoldersPass(String folder) {
    assertThat(policy.objection(Path.of(folder))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/home/me/.local/share/ironclaw/sessions, the control plane's own files",
      "/home/me/.local/share/ironclaw, the control plane's own files", "/proc/1, files of the system",
      "/sys/kernel, files of the system", "/dev/shm, files of the system", "/run/user/1000, files of the system",
      "/var/run/docker, files of the system", "/etc/ssl, files of the system", "/var, files of the system",
      "/home/me, a whole home", "/home, a whole home", "/home/you/Documents, somebody else", "/root/x, somebody else",
      "/home/me/.ssh, keep keys", "/home/me/.config/gcloud, keep keys", "/home/me/.gnupg/private-keys-v1.d, keep keys",
      "/srv/backup/.ssh, holds keys", "/srv/backup/.aws/x, holds keys", "/srv/.password-store, holds keys",
      "/home/me/.local/share/ironclaw/mounts/a/.ssh, holds keys"})
  void refusesWhatHoldsKeysOrIsNobodysToGive(String folder, String why) {
    assertThat(policy.objection(Path.of(folder)).orElse("let pass")).contains(why);
  }

  @Test
  void letsNothingPassButFoldersBelowTheBases() {
    MountPolicy narrow = new MountPolicy(Path.of("/state/mounts"), List.of(Path.of("/srv/a")), Path.of("/state"),
        Path.of("/home/me"));
    assertThat(narrow.objection(Path.of("/srv/a/b"))).isEmpty();
    for (String outside : List.of("/srv/a", "/srv/ab", "/srv", "/state/mounts", "/")) {
      assertThat(narrow.objection(Path.of(outside)).orElse("let pass")).contains("is not below /state/mounts or /srv/a")
          .contains("--mount-base");
    }
  }
}
