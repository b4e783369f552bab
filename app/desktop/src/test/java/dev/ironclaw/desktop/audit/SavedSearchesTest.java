package dev.ironclaw.desktop.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.desktop.audit.AuditFilter.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedSearchesTest {
  @TempDir
  private Path folder = Path.of("");

  @Test
  void keepsEveryFieldInAFileOfItsOwnersAlone() throws IOException {
    SavedSearch search = new SavedSearch("Ärger & Co = 1\n2", new AuditFilter("a=b&c d", Span.BETWEEN,
        Optional.of(LocalDate.parse("2026-11-01")), Optional.empty(), "researcher", "auth", "k", "operator:x",
        "chg_1"));
    assertThat(new SavedSearches(folder).save(search)).containsExactly(search);
    assertThat(new SavedSearches(folder).read()).containsExactly(search);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("audit-searches"))))
        .isEqualTo("rw-------");
  }

  @Test
  void oneOfTheSameNameIsReplacedAndOneIsDeleted() throws IOException {
    SavedSearches file = new SavedSearches(folder);
    file.save(new SavedSearch("b", AuditFilter.ALL));
    file.save(new SavedSearch("a", AuditFilter.ALL));
    assertThat(file.save(new SavedSearch("b", AuditFilter.ALL.withStage("auth")))).extracting(SavedSearch::name)
        .containsExactly("a", "b");
    assertThat(file.delete("a")).extracting(one -> one.filter().stage()).containsExactly("auth");
  }

  @Test
  void whatIsNotUnderstoodIsLeftOut() throws IOException {
    Files.writeString(folder.resolve("audit-searches"),
        "x\n&&&&&&&&&\na&b&SOMETIMES&&&&&&&\n%zz&&ALWAYS&&&&&&&\nn&&ALWAYS&yesterday&&&&&&\nok&&ALWAYS&&&&&&&\n");
    assertThat(new SavedSearches(folder).read()).containsExactly(new SavedSearch("ok", AuditFilter.ALL));
  }

  @Test
  void thereIsAnEndToThem() throws IOException {
    SavedSearches file = new SavedSearches(folder);
    for (int i = 0; i < SavedSearches.MOST; i++) {
      file.save(new SavedSearch("search " + i, AuditFilter.ALL));
    }
    assertThatThrownBy(() -> file.save(new SavedSearch("one more", AuditFilter.ALL)))
        .hasMessageContaining("delete one first");
  }
}
