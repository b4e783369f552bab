package dev.ironclaw.controlplane.jobimage;

import dev.ironclaw.controlplane.isolation.ImageFolder;
import dev.ironclaw.controlplane.isolation.RootfsImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The Java runtime and our own code, out of the image of boxes: that folder was compared with its manifest when it was
/// loaded. The C library there is left: Debian's serves.
final class RuntimeLayer {
  private static final String FOLDER = "ironclaw";

  private RuntimeLayer() {}

  static void add(LayerTree tree, RootfsImage box) throws IOException {
    Path home = box.rootfs().resolve(FOLDER);
    List<Path> files;
    try (Stream<Path> all = Files.walk(home)) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      String name = box.rootfs().relativize(file).toString().replace('\\', '/');
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        tree.folder(name);
      } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        boolean isProgram = Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
        try (InputStream in = Files.newInputStream(file)) {
          tree.file(name, isProgram, in, Files.size(file));
        }
      } else {
        throw new IOException(file + " is neither a file nor a folder");
      }
    }
    Path helper = ImageFolder.spawnHelper(box);
    try (InputStream in = Files.newInputStream(helper)) {
      tree.file(FOLDER + "/lib/jspawnhelper", true, in, Files.size(helper));
    }
  }

  /// What is started in every container of a job: a first process that reaps, and our program.
  static List<String> entrypoint(RootfsImage worker) {
    List<String> words = new ArrayList<>(List.of("/usr/bin/tini", "--"));
    words.addAll(worker.entrypoint());
    return words;
  }
}
