package dev.ironclaw.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// Where the checkout is and what its modules compiled to.
public final class House {
  /// The root package of the real house.
  static final String REAL = "dev.ironclaw";
  /// The root package of the house built wrong.
  static final String WRONG = "dev.ironclaw.architecture.fixture";

  public static final List<String> MODULES = List.of("contract", "sandbox", "controlplane", "app/client", "app/ironctl",
      "app/desktop");

  /// Hundreds of megabytes, which every collection after it walks through: read once for all rules, and let go after them.
  private static final AtomicReference<WeakReference<JavaClasses>> READ = new AtomicReference<>(
      new WeakReference<>(null));

  private House() {}

  /// The checkout's top folder, found upwards from where the tests run.
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("ironclaw")) || !Files.isDirectory(folder.resolve("contract"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("find the checkout: start the tests inside it");
      }
    }
    return folder;
  }

  /// Production classes of all modules, from their class folders.
  static JavaClasses classes() {
    JavaClasses read = READ.get().get();
    if (read == null) {
      read = readClasses();
      READ.set(new WeakReference<>(read));
    }
    return read;
  }

  private static JavaClasses readClasses() {
    List<Path> folders = MODULES.stream().map(module -> root().resolve(module).resolve("target/classes"))
        .filter(Files::isDirectory).toList();
    return new ClassFileImporter().importPaths(folders);
  }

  static JavaClasses wrongClasses() {
    return new ClassFileImporter().importPackages(WRONG);
  }
}
