package dev.ironclaw.controlplane.project;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// The copies of projects that jobs with a review work in, and the way of their changes into the project. Every step can be
/// done again after a crash: whoever has said yes once has it done once.
///
/// Threading: any thread; of one job one at a time.
final class Changes {
  private static final String WORK = "work";
  private static final String MAKING = "making";
  private static final String BASE = "base.json";

  private final ProjectFolders folders;
  private final TreeLimits limits;

  Changes(ProjectFolders folders, TreeLimits limits) {
    this.folders = folders;
    this.limits = limits;
  }

  /// The job's copy of the project, made where it is not there yet.
  Path copy(JobId job, Optional<ProjectName> project) {
    Path own = folders.own(job);
    Path work = own.resolve(WORK);
    Path from = folders.folder(job, project);
    try {
      if (!Files.exists(work)) {
        TreeRemoval.of(own, Path.of(MAKING));
        Path making = Files.createDirectory(own.resolve(MAKING));
        SortedMap<String, TreeEntry> base;
        try (TreeCopy copy = new TreeCopy(making, folders.otherGuest())) {
          base = TreeScan.of(from, limits, copy);
        }
        BeforeFile.write(own.resolve(BASE), base);
        Files.move(making, work, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (AtomicMoveNotSupportedException e) {
      throw new IllegalStateException("a folder was moved within its own", e);
    } catch (IOException e) {
      throw failed("copy " + from, e);
    }
    return folders.given(own, WORK);
  }

  /// Whether it is there, whole; also where that can't be told, for nobody may take it for nothing then: without the job's own
  /// folder, which is made before, the projects themselves are not there for now, as on a disk that is not mounted.
  boolean hasCopy(JobId job) {
    return folders.findOwn(job)
        .map(own -> !Files.notExists(own.resolve(WORK), LinkOption.NOFOLLOW_LINKS)).orElse(true);
  }

  /// Where the copy is.
  ///
  /// @throws IronclawException `NOT_FOUND`
  Path existing(JobId job) {
    return ProjectFolders.existing(folders.existingOwn(job), WORK);
  }

  /// What it would change now, and what is in the way.
  Review review(JobId job, Optional<ProjectName> project) {
    Path from = folders.existing(job, project);
    Path work = existing(job);
    try {
      Delta delta = delta(job, work);
      List<FileChange> changes = new ChangeWords(from, work).of(delta.steps());
      return new Review(changes, delta.leftOut(), delta.digest());
    } catch (IOException e) {
      throw failed("compare " + work + " with its project", e);
    }
  }

  /// Brings all of it over; what is there already stays.
  ///
  /// @param digest of the [Review] that somebody saw
  /// @throws IronclawException `CONFLICT` where the job's files or the project have changed since, with what; nothing is
  ///         brought over then
  void apply(JobId job, Optional<ProjectName> project, String digest) {
    Path from = folders.existing(job, project);
    Path work = existing(job);
    try {
      Delta delta = delta(job, work);
      if (!delta.digest().equals(digest)) {
        throw new IronclawException(ErrorCode.CONFLICT,
            "accept the changes of job " + job
                + ": the job's files have changed since they were shown; look at them again");
      }
      new TreeMerge(from, work, folders.own(job)).run(delta.inOrder());
    } catch (NoSuchFileException | NotDirectoryException | OpenFolder.LinkInPath e) {
      throw new IronclawException(ErrorCode.CONFLICT,
          "accept the changes of job " + job + ": the project's folders have changed meanwhile: " + e.getMessage(), e);
    } catch (IOException e) {
      throw failed("bring the changes of job " + job + " into " + from, e);
    }
  }

  /// Throws the copy away.
  void drop(JobId job) {
    folders.findOwn(job).ifPresent(Changes::drop);
  }

  private static void drop(Path own) {
    try {
      TreeRemoval.of(own, Path.of(WORK));
      TreeRemoval.of(own, Path.of(MAKING));
      TreeRemoval.of(own, Path.of(TreeMerge.STAGE));
      Files.deleteIfExists(own.resolve(BASE));
    } catch (IOException e) {
      throw failed("remove " + own.resolve(WORK), e);
    }
  }

  private Delta delta(JobId job, Path work) throws IOException {
    return Delta.of(BeforeFile.read(folders.existingOwn(job).resolve(BASE)),
        TreeScan.of(work, limits, TreeScan.Visitor.NONE));
  }

  private static IronclawException failed(String what, IOException e) {
    return new IronclawException(ErrorCode.INTERNAL,
        what + ": failed (" + e.getClass().getSimpleName() + "); look at the rights and the room of the disk", e);
  }
}
