package dev.ironclaw.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.client.StateFolder;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a control plane that can't be worked with.
class AccessTest {
  @TempDir
  private Path folder = Path.of("");

  @Test
  void endsWhatItStartedWhereItCannotConnect() {
    List<String> ended = new ArrayList<>();
    assertThatThrownBy(() -> Access.started(() -> {
      throw new UncheckedIOException(new IOException("others may read the token"));
    }, () -> ended.add("control plane"))).isInstanceOf(UncheckedIOException.class);
    assertThat(ended).containsExactly("control plane");
  }

  @Test
  void oneThatHasTheFolderAndNoSocketYetIsAskedAgain() {
    assertThatThrownBy(() -> Access.attach(new StateFolder(folder),
        new IronclawException(ErrorCode.STATE_IN_USE, "another control plane is using it")))
        .hasMessageContaining("does not answer yet")
        .satisfies(e -> assertThat(((IronclawException) e).code()).isEqualTo(ErrorCode.UPSTREAM_FAILED));
  }
}
