package dev.ironclaw.desktop.audit;

import dev.ironclaw.client.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Named searches, in one small file of the app's folder that its owner alone can read.
///
/// Threading: any thread; reads and writes the file where it is called.
public final class SavedSearches {
  static final int MOST = 50;
  private static final int MOST_BYTES = 256 << 10;

  private final Path file;

  /// @param folder of the app; made when something is written
  public SavedSearches(Path folder) {
    this.file = folder.resolve("audit-searches");
  }

  /// What is there. Lines that are not understood are left out.
  synchronized List<SavedSearch> read() throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).lines()
          .flatMap(line -> SavedSearch.parse(line).stream()).limit(MOST).toList();
    }
  }

  /// Adds it; one of the same name is replaced.
  ///
  /// @return all, by name
  synchronized List<SavedSearch> save(SavedSearch search) throws IOException {
    List<SavedSearch> all = new ArrayList<>(read());
    all.removeIf(other -> other.name().equals(search.name()));
    all.add(search);
    if (all.size() > MOST) {
      throw new IOException(MOST + " searches are saved already; delete one first");
    }
    all.sort((one, other) -> one.name().compareToIgnoreCase(other.name()));
    return write(all);
  }

  /// Deletes one; nothing where there is none of that name.
  ///
  /// @return those that are left
  synchronized List<SavedSearch> delete(String name) throws IOException {
    return write(read().stream().filter(search -> !search.name().equals(name)).toList());
  }

  private List<SavedSearch> write(List<SavedSearch> all) throws IOException {
    PrivateFiles.folderOf(file);
    PrivateFiles.replace(file, all.stream().map(search -> search.line() + "\n").collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8));
    return List.copyOf(all);
  }
}
