package dev.ironclaw.controlplane.project;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/// Brings the differences of a copy into its project. Each file is made whole in a folder of the host and moved in, relative
/// to open folders, so nothing in the project can lead it elsewhere, and no reader meets half of one.
final class TreeMerge {
  static final String STAGE = "stage";
  private static final int NAMED = 10;
  private static final Map<PosixFilePermission, PosixFilePermission> READERS = Map.of(PosixFilePermission.OWNER_READ,
      PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE,
      PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);

  private final Path project;
  private final Path work;
  private final Path own;

  TreeMerge(Path project, Path work, Path own) {
    this.project = project;
    this.work = work;
    this.own = own;
  }

  /// Looks at all of them before the first is done.
  void run(List<Delta.Step> steps) throws IOException {
    List<Delta.Step> left = new ArrayList<>();
    List<String> conflicts = new ArrayList<>();
    for (Delta.Step step : steps) {
      Optional<TreeEntry> now = Places.entry(project, step.path());
      if (now.equals(step.after())) {
        continue;
      }
      Places.conflict(step, now).ifPresentOrElse(why -> conflicts.add(step.path() + " " + why), () -> left.add(step));
    }
    if (!conflicts.isEmpty()) {
      throw new IronclawException(ErrorCode.CONFLICT, "the project has changed meanwhile: "
          + String.join("; ", conflicts.subList(0, Math.min(NAMED, conflicts.size())))
          + (conflicts.size() > NAMED ? "; and " + (conflicts.size() - NAMED) + " more" : "")
          + ". Nothing was brought over; put it back as it was, or discard the changes");
    }
    TreeRemoval.of(own, Path.of(STAGE));
    Files.createDirectory(own.resolve(STAGE));
    try (OpenFolder stage = OpenFolder.of(own.resolve(STAGE))) {
      for (Delta.Step step : left) {
        one(step, stage);
      }
    }
    TreeRemoval.of(own, Path.of(STAGE));
  }

  private void one(Delta.Step step, OpenFolder stage) throws IOException {
    List<String> names = Places.names(step.path());
    Path name = Path.of(names.getLast());
    try (Places.Walk walk = Places.walk(project, names.subList(0, names.size() - 1))) {
      OpenFolder folder = walk.last();
      if (step.after().isEmpty()) {
        remove(step, folder, name);
      } else if (step.isFolder()) {
        Files.createDirectory(stage.shown().resolve("it"));
        move(stage, folder, name);
      } else {
        make(step, stage.shown().resolve("it"), rights(step, folder, name));
        move(stage, folder, name);
      }
    }
  }

  private static void remove(Delta.Step step, OpenFolder folder, Path name) throws IOException {
    if (!step.isFolder()) {
      folder.handle().deleteFile(name);
      return;
    }
    try {
      folder.handle().deleteDirectory(name);
    } catch (DirectoryNotEmptyException e) {
      // silent-ok: something lies in it that the job never had, such as a link; it stays with its folder
    }
  }

  private static void move(OpenFolder stage, OpenFolder folder, Path name) throws IOException {
    UserPrincipal owner = folder.posixView().readAttributes().owner();
    if (!Files.getOwner(stage.shown().resolve("it"), LinkOption.NOFOLLOW_LINKS).equals(owner)) {
      stage.posixView(Path.of("it")).setOwner(owner);
    }
    stage.handle().move(Path.of("it"), folder.handle(), name);
  }

  /// What the file there is open for stays so; whether it becomes a program, or is none any more, is the job's word.
  private static Set<PosixFilePermission> rights(Delta.Step step, OpenFolder folder, Path name) throws IOException {
    Set<PosixFilePermission> rights = EnumSet.noneOf(PosixFilePermission.class);
    rights.addAll(folder.find(name).isPresent()
        ? folder.posix(name).permissions()
        : PosixFilePermissions.fromString("rw-r--r--"));
    boolean program = step.after().orElseThrow().program();
    if (program == step.before().map(TreeEntry::program).orElse(false)) {
      return rights;
    }
    READERS.forEach((read, execute) -> {
      if (rights.contains(read) && program) {
        rights.add(execute);
      } else {
        rights.remove(execute);
      }
    });
    return rights;
  }

  private void make(Delta.Step step, Path made, Set<PosixFilePermission> rights) throws IOException {
    TreeEntry wanted = step.after().orElseThrow();
    MessageDigest digest = Sha256.digest();
    List<String> names = Places.names(step.path());
    try (Places.Walk walk = Places.walk(work, names.subList(0, names.size() - 1));
        InputStream from = Channels.newInputStream(walk.last().open(Path.of(names.getLast())).orElseThrow(
            () -> new IOException(step.path() + " is no file any more")));
        FileChannel to = FileChannel.open(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream digested = new DigestOutputStream(Channels.newOutputStream(to), digest);
      copy(from, digested, wanted.bytes());
      to.force(true);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(wanted.mark())) {
      throw new IronclawException(ErrorCode.CONFLICT,
          step.path() + " was changed while it was brought over; look at the changes again");
    }
    Files.setPosixFilePermissions(made, rights);
  }

  private static void copy(InputStream from, OutputStream to, long bytes) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = bytes;
    while (left > 0) {
      int length = from.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (length < 0) {
        return;
      }
      to.write(buffer, 0, length);
      left -= length;
    }
  }
}
