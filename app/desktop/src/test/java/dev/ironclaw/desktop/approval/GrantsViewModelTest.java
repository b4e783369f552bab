package dev.ironclaw.desktop.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.GrantRevoked;
import dev.ironclaw.contract.api.GrantView;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.testing.Changes;
import dev.ironclaw.desktop.testing.Desk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrantsViewModelTest {
  private final Desk desk = new Desk();
  private final GrantsViewModel model = new GrantsViewModel(desk.backend(), Desk.TEXTS);

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  @Test
  void takesAwayWhatIsHeld() {
    GrantView held = Changes.grant("gr_1", "read_file");
    desk.controlPlane().answer("GET /v1/grants?ended=0", List.of(held));
    desk.controlPlane().answer("POST /v1/grants/gr_1/revoke", new GrantRevoked(GrantRevoked.REVOKED, "gr_1"));
    model.start();
    assertThat(model.held()).containsExactly(held);
    desk.controlPlane().answer("GET /v1/grants?ended=0", List.of());
    model.revoke(held);
    assertThat(model.held()).isEmpty();
    assertThat(model.state().get()).isEqualTo(new ListState.Empty());
    assertThat(model.note().get()).isEqualTo("read_file was taken away from researcher.");
  }

  @Test
  void whatEndsElsewhereGoes() {
    desk.controlPlane().answer("GET /v1/grants?ended=0", List.of(Changes.grant("gr_1", "read_file")));
    model.start();
    desk.controlPlane().answer("GET /v1/grants?ended=0", List.of());
    desk.tell("grant.ended", Map.of("id", "gr_1", "agentGroupId", "researcher"));
    assertThat(model.held()).isEmpty();
  }

  @Test
  void aRevocationThatIsRefusedIsSaidAndTheRowStays() {
    GrantView held = Changes.grant("gr_1", "read_file");
    desk.controlPlane().answer("GET /v1/grants?ended=0", List.of(held));
    desk.controlPlane().refuse("POST /v1/grants/gr_1/revoke", 403, "DENIED", "this token may only read");
    model.start();
    model.revoke(held);
    assertThat(model.held()).containsExactly(held);
    assertThat(model.note().get()).isEqualTo("this token may only read");
  }
}
