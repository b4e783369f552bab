package dev.ironclaw.controlplane.project;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The folders that jobs work in. A project is a folder right below the folder of projects; a job without one has a folder of
/// its own there, by its id.
///
/// Threading: any thread that may wait for the disk; opening, accepting and discarding of one job one at a time.
public final class Projects {
  private final ProjectFolders folders;
  private final Changes changes;
  private final FolderFiles files = new FolderFiles();

  /// Makes nothing yet.
  ///
  /// @param root for example `~/.ironclaw/projects`; belongs to the host's user alone
  /// @param guest the uid that works in a job's container
  public Projects(Path root, int guest) {
    this(root, guest, TreeLimits.DEFAULT);
  }

  Projects(Path root, int guest, TreeLimits limits) {
    this.folders = new ProjectFolders(root, guest);
    this.changes = new Changes(folders, limits);
  }

  /// Where projects lie.
  public Path root() {
    return folders.root();
  }

  /// A project's name, from what a person or an agent wrote: the name, or the folder's whole path.
  ///
  /// @throws IronclawException `INVALID_REQUEST`, `DENIED` for `..`, for what lies elsewhere and for a link
  public String name(String given) {
    ProjectName name = folders.name(given);
    exists(name.value());
    return name.value();
  }

  /// Whether there is a folder of that name already, so that a job in it would meet somebody's files.
  ///
  /// @throws IronclawException `DENIED` where it is a link or no folder
  public boolean exists(String name) {
    return folders.exists(new ProjectName(name));
  }

  /// Names of the projects that are there, in order; a job's own folder is none.
  public List<String> names() {
    return folders.names();
  }

  /// Makes what [#hasCopy] knows by later that the job began to get its folders here.
  ///
  /// @throws IronclawException as [#open]
  public void prepare(JobId job) {
    Path _ = folders.own(job);
  }

  /// The job's folders, made where they are missing and given to the guest. The same again gives the same, also after a
  /// crash.
  ///
  /// @param project empty for a folder of the job's own
  /// @param review whether it works in a copy
  /// @throws IronclawException `DENIED` where a part of a path is a link or no folder, `TOO_LARGE` for a copy,
  ///         `CONFIGURATION` where the folder of projects can't be used
  public Workplace open(JobId job, Optional<String> project, boolean review) {
    Optional<ProjectName> name = project.map(ProjectName::new);
    Path workspace = review ? changes.copy(job, name) : folders.folder(job, name);
    return new Workplace(workspace, folders.output(job));
  }

  /// What lies in a folder of the job.
  ///
  /// @param copy whether it works in a copy that is still there
  /// @param path relative to the workspace, or below `/workspace` or `/output`
  /// @throws IronclawException `INVALID_REQUEST`, `DENIED` for what lies outside or behind a link, `NOT_FOUND`
  public FileList list(JobId job, Optional<String> project, boolean copy, String path) {
    JobPath wanted = JobPath.of(path);
    return files.list(top(job, project, copy, wanted), wanted);
  }

  /// A file of the job, whole: only a regular one with one name.
  ///
  /// @throws IronclawException as for [#list], and `TOO_LARGE`
  public byte[] read(JobId job, Optional<String> project, boolean copy, String path) {
    JobPath wanted = JobPath.of(path);
    return files.read(top(job, project, copy, wanted), wanted);
  }

  /// Whether the job's copy was made; also where that can't be told.
  public boolean hasCopy(JobId job) {
    return changes.hasCopy(job);
  }

  /// What a job that works in a copy would change now.
  ///
  /// @throws IronclawException `NOT_FOUND` where there is no copy any more
  public Review review(JobId job, Optional<String> project) {
    return changes.review(job, project.map(ProjectName::new));
  }

  /// Brings the changes over; done again after a crash it does what is left.
  ///
  /// @param digest of the [Review] that somebody saw
  /// @throws IronclawException `CONFLICT` where the job's files or the project have changed since, with what; nothing is
  ///         brought over then
  public void accept(JobId job, Optional<String> project, String digest) {
    changes.apply(job, project.map(ProjectName::new), digest);
  }

  /// Throws a job's copy away, or what is left of it after [#accept]. Does nothing where there is none.
  public void drop(JobId job) {
    changes.drop(job);
  }

  /// Bytes of all that belongs to the job alone, as far as they can be seen.
  public long bytes(JobId job, Optional<String> project) {
    Path name = Path.of(job.value());
    return TreeSize.of(folders.root().resolve(ProjectFolders.JOBS), name)
        + (project.isEmpty() ? TreeSize.of(folders.root(), name) : 0);
  }

  /// Removes all that belongs to the job alone: its output, its copy, its own folder where it had no project. A project
  /// stays.
  public void forget(JobId job, Optional<String> project) {
    try {
      TreeRemoval.of(Objects.requireNonNull(folders.own(job).getParent()), Path.of(job.value()));
      if (project.isEmpty()) {
        TreeRemoval.of(folders.root(), Path.of(job.value()));
      }
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "remove the files of job " + job + ": failed ("
          + e.getClass().getSimpleName() + "); look at the rights below " + folders.root(), e);
    }
  }

  private Path top(JobId job, Optional<String> project, boolean copy, JobPath path) {
    if (path.output()) {
      return folders.existingOutput(job);
    }
    return copy ? changes.existing(job) : folders.existing(job, project.map(ProjectName::new));
  }
}
