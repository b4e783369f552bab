package dev.ironclaw.controlplane.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkspaceModeTest {
  @Test
  void givesAMountOnlyForToolsThatNeedOne() {
    assertThat(WorkspaceMode.of(List.of())).isEqualTo(WorkspaceMode.NONE);
    assertThat(WorkspaceMode.of(List.of("send_message", "read_persona"))).isEqualTo(WorkspaceMode.NONE);
    assertThat(WorkspaceMode.of(List.of("read_file"))).isEqualTo(WorkspaceMode.READ_ONLY);
    assertThat(WorkspaceMode.of(List.of("list_dir"))).isEqualTo(WorkspaceMode.READ_ONLY);
    assertThat(WorkspaceMode.of(List.of("search_files"))).isEqualTo(WorkspaceMode.READ_ONLY);
    assertThat(WorkspaceMode.of(List.of("edit_file"))).isEqualTo(WorkspaceMode.WRITABLE);
    assertThat(WorkspaceMode.of(List.of("read_file", "write_file"))).isEqualTo(WorkspaceMode.WRITABLE);
  }

  @Test
  void knowsWhichModeIsMore() {
    assertThat(WorkspaceMode.WRITABLE.exceeds(WorkspaceMode.READ_ONLY)).isTrue();
    assertThat(WorkspaceMode.READ_ONLY.exceeds(WorkspaceMode.WRITABLE)).isFalse();
    assertThat(WorkspaceMode.NONE.exceeds(WorkspaceMode.NONE)).isFalse();
  }
}
