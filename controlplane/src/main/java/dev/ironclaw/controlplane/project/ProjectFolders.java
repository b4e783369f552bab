package dev.ironclaw.controlplane.project;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The folder of projects, and the folders of jobs in it. It belongs to the host's user alone, so nobody else can swap what
/// lies right in it; a folder of the name `.jobs` in it holds what jobs hand over and their copies of projects.
///
/// Threading: any thread.
final class ProjectFolders {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE = PosixFilePermissions
      .asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  static final String JOBS = ".jobs";
  private static final String OUTPUT = "output";
  private static final String OF_A_JOB = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final int MAX_NAMES = 500;

  private final Path root;
  private final int guest;

  /// Makes nothing yet.
  ///
  /// @param root for example `~/.ironclaw/projects`
  /// @param guest the uid that works in a job's container
  ProjectFolders(Path root, int guest) {
    this.root = root.toAbsolutePath().normalize();
    this.guest = guest;
  }

  /// Where projects lie.
  Path root() {
    return root;
  }

  /// As [ProjectName#of].
  ProjectName name(String given) {
    return ProjectName.of(given, root);
  }

  /// Whether there is a folder of that name.
  ///
  /// @throws IronclawException `DENIED` where it is a link or no folder
  boolean exists(ProjectName name) {
    return find(root, Path.of(name.value()));
  }

  /// Names of the folders that can be projects, in order; links, folders of jobs alone, and what could not be named are none.
  List<String> names() {
    try (OpenFolder top = OpenFolder.of(root)) {
      List<String> names = new ArrayList<>();
      for (Path entry : top.handle()) {
        String name = String.valueOf(entry.getFileName());
        if (names.size() < MAX_NAMES && isProject(name)
            && top.find(Path.of(name)).filter(BasicFileAttributes::isDirectory).isPresent()) {
          names.add(name);
        }
      }
      names.sort(String.CASE_INSENSITIVE_ORDER);
      return names;
    } catch (NoSuchFileException e) {
      // silent-ok: it is made with the first job
      return List.of();
    } catch (IOException | DirectoryIteratorException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "projects: " + root + " can't be read (" + e.getClass().getSimpleName() + "); look at its rights", e);
    }
  }

  private static boolean isProject(String name) {
    try {
      return !name.matches(OF_A_JOB) && new ProjectName(name).value().equals(name);
    } catch (IronclawException e) {
      // silent-ok: that is the answer
      return false;
    }
  }

  /// The project, or a folder of the job's own, made where it is missing and given to the guest.
  Path folder(JobId job, Optional<ProjectName> project) {
    return given(top(), project.map(ProjectName::value).orElse(job.value()));
  }

  /// What it hands over lies there.
  Path output(JobId job) {
    return given(own(job), OUTPUT);
  }

  /// A folder of the host alone for what belongs to this job, on the same disk as the projects.
  Path own(JobId job) {
    return made(made(top(), JOBS), job.value());
  }

  /// Where the job's files are found, as far as they are there; makes nothing.
  ///
  /// @throws IronclawException `NOT_FOUND` where there is no such folder, `DENIED` where it is a link or no folder
  Path existing(JobId job, Optional<ProjectName> project) {
    String name = project.map(ProjectName::value).orElse(job.value());
    return existing(root, name);
  }

  /// As [#existing], of what it handed over.
  Path existingOutput(JobId job) {
    return existing(existingOwn(job), OUTPUT);
  }

  static Path existing(Path parent, String name) {
    if (!find(parent, Path.of(name))) {
      throw new IronclawException(ErrorCode.NOT_FOUND, parent.resolve(name) + " does not exist");
    }
    return parent.resolve(name);
  }

  /// As [#own], where it is there.
  Optional<Path> findOwn(JobId job) {
    Path own = root.resolve(JOBS).resolve(job.value());
    return Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS) ? Optional.of(own) : Optional.empty();
  }

  /// As [#own], as far as it is there.
  Path existingOwn(JobId job) {
    return existing(existing(root, JOBS), job.value());
  }

  /// Empty where the guest is this user.
  Optional<UserPrincipal> otherGuest() throws IOException {
    return isGuest(root)
        ? Optional.empty()
        : Optional.of(root.getFileSystem().getUserPrincipalLookupService()
            .lookupPrincipalByName(Integer.toString(guest)));
  }

  private boolean isGuest(Path folder) throws IOException {
    return Integer.valueOf(guest).equals(Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS));
  }

  private Path top() {
    try {
      if (Files.notExists(root)) {
        Files.createDirectories(root, PRIVATE);
      }
      Path real = root.toRealPath();
      Set<PosixFilePermission> open = Files.getPosixFilePermissions(real);
      if (open.contains(PosixFilePermission.GROUP_WRITE) || open.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new IronclawException(ErrorCode.CONFIGURATION,
            "projects: others may write in " + real + "; take that away (chmod go-w) and try again");
      }
      return real;
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "projects: " + root + " can't be made or opened; make it, or name another folder with --projects", e);
    }
  }

  private Path made(Path parent, String name) {
    Path folder = parent.resolve(name);
    try {
      Files.createDirectory(folder, PRIVATE);
    } catch (FileAlreadyExistsException e) {
      // silent-ok: looked at next
    } catch (IOException e) {
      throw unusable(folder, e);
    }
    existing(parent, name);
    return folder;
  }

  /// A folder in one of the host alone, made where it is missing and given to the guest.
  Path given(Path parent, String name) {
    Path folder = made(parent, name);
    try (OpenFolder top = OpenFolder.of(parent); OpenFolder own = top.below(Path.of(name))) {
      Optional<UserPrincipal> other = otherGuest();
      if (other.isPresent() && !isGuest(folder)) {
        own.posixView().setOwner(other.get());
      }
      return folder;
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static boolean find(Path parent, Path name) {
    try (OpenFolder top = OpenFolder.of(parent); OpenFolder _ = top.below(name)) {
      return true;
    } catch (NoSuchFileException e) {
      // silent-ok: that is the answer
      return false;
    } catch (IOException e) {
      throw unusable(parent.resolve(name.toString()), e);
    }
  }

  private static IronclawException unusable(Path folder, IOException e) {
    return switch (e) {
      case OpenFolder.LinkInPath link -> new IronclawException(ErrorCode.DENIED,
          link.getMessage() + ", and links are not followed; put the folder itself there", e);
      case NotDirectoryException _ -> new IronclawException(ErrorCode.DENIED, folder + " is not a folder", e);
      default -> new IronclawException(ErrorCode.CONFIGURATION,
          folder + " can't be used (" + e.getClass().getSimpleName() + "); look at its owner and its rights", e);
    };
  }
}
