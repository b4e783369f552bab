package dev.ironclaw.desktop.audit;

import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.desktop.home.HomeFacts;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Parent;
import javafx.scene.control.TableView;

/// The log of a morning, one of its entries, a log that is broken, one that has nothing to show.
public final class AuditSamples {
  private AuditSamples() {}

  public static List<Sample> all() {
    return List.of(
        new Sample("audit-log", (desk, navigation) -> screen(desk, navigation, HomeFacts.well(), true), _ -> {}),
        new Sample("audit-entry", (desk, navigation) -> screen(desk, navigation, HomeFacts.well(), true),
            AuditSamples::mark),
        new Sample("audit-broken", (desk, navigation) -> screen(desk, navigation, HomeFacts.troubled(), true),
            _ -> {}),
        new Sample("audit-empty", (desk, navigation) -> screen(desk, navigation, HomeFacts.quiet(), false), _ -> {}));
  }

  private static Screen screen(Desk desk, Navigation navigation, StatusView status, boolean filled) {
    AuditFacts.lay(desk, status);
    if (!filled) {
      desk.controlPlane().answer(AuditFacts.FIRST, List.of());
    }
    return AuditView.screen(new SavedSearches(folder()), java.util.Optional.empty(), navigation, Desk.TEXTS);
  }

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("searches");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked") // the table of this screen has entries
  private static void mark(Parent view) {
    TableView<AuditEntryView> table = (TableView<AuditEntryView>) view.lookup("#audit-table");
    table.getItems().stream().filter(entry -> entry.seq() == 12_302).findFirst()
        .ifPresent(table.getSelectionModel()::select);
  }
}
