package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Boxes in gVisor, as root or rootless. A box is detached from this process and outlives it; [#recover()] finds it
/// again.
///
/// Threading: any thread; several boxes may start at once.
public final class RunscIsolator implements Isolator, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunscIsolator.class);

  private final RunscSettings settings;
  private final ProcessRunner processes;
  private final Runsc runsc;
  private final HostProcesses hostProcesses = new HostProcesses(Path.of("/proc"));
  private final FolderWatch watch = new FolderWatch(FolderShare.ofBoxes());
  private final BoxFreezer freezer;
  private final MountGuard mounts;
  private final BundleWriter bundles;
  private final SystemdScope scope;
  private final RunscFindings findings;
  private final String platform;

  public RunscIsolator(RunscSettings settings, ProcessRunner processes) {
    this(settings, processes, Runsc.sealedFlags(settings.mode()),
        new OciConfigBuilder(settings.mode(), SeccompProfile.load())::build);
  }

  /// The seam behind which a test weakens a bundle on purpose.
  RunscIsolator(RunscSettings settings, ProcessRunner processes, List<String> flags, BundleWriter bundles) {
    this.settings = settings;
    this.processes = processes;
    this.bundles = bundles;
    this.freezer = new BoxFreezer(hostProcesses, settings.runFolder());
    this.mounts = new MountGuard(settings.mountBases(), settings.mounts(), settings.mode());
    this.runsc = new Runsc(processes, settings, flags);
    this.scope = new SystemdScope(userFolder(settings));
    this.findings = new RunscFindings(settings, runsc, scope, new NamespaceRestriction());
    this.platform = Files.isExecutable(settings.runsc()) ? runsc.platform() : "unknown";
    privateFolders();
  }

  /// What a spec becomes on disk.
  interface BundleWriter {
    /// The whole configuration.
    ///
    /// @param frame see [OciConfigBuilder#build]
    OciConfig configure(SandboxSpec spec, Path frame);
  }

  @Override
  public String name() {
    return "runsc";
  }

  @Override
  public RuntimeReport fingerprint() {
    return findings.report(platform);
  }

  /// Fails with `WEAK_SPEC` for a mount that could be a door, `RUNTIME_UNAVAILABLE` for one that can't be searched,
  /// `CONFIGURATION` where nothing would enforce the limits and
  /// nobody accepted that, `BOX_FAILED` with the runtime's words.
  @Override
  public Box launch(SandboxSpec spec) {
    findings.refuseUnenforcedLimits();
    mounts.canonical(spec.socketFolder());
    spec.workspace().map(SandboxSpec.Workspace::folder).ifPresent(mounts::check);
    Map<String, FolderIdentity> checked = new HashMap<>();
    spec.mounts().forEach(mount -> checked.put(mount.name(), mounts.check(mount)));
    Bundle bundle = bundle(spec);
    RunscBox box = box(spec.id(), bundle);
    List<String> prefix = findings.needsScope() ? scope.prefix(spec) : List.of();
    try {
      if (checked.isEmpty()) {
        runsc.run(spec.id(), bundle, prefix);
        return box.running(pid(bundle));
      }
      runsc.create(spec.id(), bundle, prefix);
      box.requireMounted(checked);
      box.guard(pid(bundle));
      runsc.start(spec.id(), bundle);
      box.watchExit();
      return box;
    } catch (IOException | NumberFormatException e) {
      box.abandon();
      throw new IronclawException(ErrorCode.BOX_FAILED, "start box " + spec.id() + ": runsc wrote no pid", e);
    } catch (IronclawException e) {
      box.abandon();
      throw e;
    }
  }

  private Bundle bundle(SandboxSpec spec) {
    Bundle bundle = Bundle.of(settings.runFolder(), spec.id());
    bundle.create(spec, processes);
    try {
      bundle.configure(OciJson.write(bundles.configure(spec, bundle.frame())));
      if (settings.mode() == RunMode.ROOT) {
        spec.workspace().filter(SandboxSpec.Workspace::writable)
            .ifPresent(space -> GuestFolder.give(space.folder(), settings.mode().guest()));
      }
      return bundle;
    } catch (IronclawException e) {
      bundle.remove();
      throw e;
    }
  }

  private static int pid(Bundle bundle) throws IOException {
    return Integer.parseInt(Files.readString(bundle.pidFile()).strip());
  }

  @Override
  public Optional<String> unmountable(SandboxSpec.Mount mount) {
    return mounts.unmountable(mount);
  }

  @Override
  public List<Box> recover() {
    removeStaleLocks();
    List<Box> adopted = new ArrayList<>();
    for (Runsc.Listed row : listed()) {
      Bundle bundle = Bundle.of(settings.runFolder(), row.id());
      if (row.isRunning() && Files.exists(bundle.pipe())) {
        adopt(row.id(), bundle, row.pid(), adopted);
      } else {
        box(row.id(), bundle).abandon();
      }
    }
    return kept(adopted);
  }

  @Override
  public List<Box> recoverFrozen() {
    removeStaleLocks();
    List<Box> adopted = new ArrayList<>();
    for (Path folder : bundleFolders()) {
      Bundle bundle = new Bundle(folder);
      OptionalInt pid = frozenSandbox(bundle);
      if (pid.isPresent() && Files.exists(bundle.pipe())) {
        adopt(new BoxId(folder.getFileName().toString()), bundle, pid.getAsInt(), adopted);
      }
    }
    return kept(adopted);
  }

  /// One whose folders can't be watched any more is ended: it must not run on unwatched, and must not keep the others from
  /// being adopted.
  private void adopt(BoxId id, Bundle bundle, int pid, List<Box> adopted) {
    RunscBox box = box(id, bundle);
    try {
      adopted.add(box.running(pid));
    } catch (IronclawException e) {
      LOG.warn("box={} step=adopt problem={}; ending it", id, e.getMessage());
      box.abandon();
    }
  }

  private OptionalInt frozenSandbox(Bundle bundle) {
    return hostProcesses.matching(arguments -> RunscProcesses.ofBundle(arguments, bundle.folder())
        && RunscProcesses.isSandbox(arguments)).stream().mapToInt(HostProcesses.Seen::pid)
        .filter(hostProcesses::isStopped).findFirst();
  }

  private List<Box> kept(List<Box> adopted) {
    Set<BoxId> known = adopted.stream().map(Box::id).collect(Collectors.toSet());
    endUnlisted(known);
    removeBundles(known);
    LOG.info("step=recover-boxes runtime=runsc adopted={}", known.size());
    return List.copyOf(adopted);
  }

  /// One box that hangs makes the runtime's list hang. Those that give no answer for themselves are ended; where that does
  /// not help, all are: a control plane that can't start protects nobody.
  private List<Runsc.Listed> listed() {
    try {
      return runsc.list();
    } catch (IronclawException e) {
      LOG.warn("step=recover-boxes problem={}; ending the boxes that hang", e.getMessage());
    }
    endHanging();
    try {
      return runsc.list();
    } catch (IronclawException e) {
      LOG.warn("step=recover-boxes problem={}; ending every box of {}", e.getMessage(), runsc.stateRoot());
    }
    HostProcesses.kill(hostProcesses.matching(arguments -> RunscProcesses.ofRoot(arguments, runsc.stateRoot())));
    return runsc.list();
  }

  private void endHanging() {
    for (Path folder : bundleFolders()) {
      try {
        runsc.isRunning(new BoxId(folder.getFileName().toString()));
      } catch (IronclawException e) {
        LOG.warn("box={} step=recover-boxes problem={}; ending it", folder.getFileName(), e.getMessage());
        HostProcesses.kill(hostProcesses.matching(arguments -> RunscProcesses.ofBundle(arguments, folder)));
      }
    }
  }

  /// Stops watching workspaces. The boxes run on.
  @Override
  public void close() {
    watch.close();
  }

  private RunscBox box(BoxId id, Bundle bundle) {
    return new RunscBox(id, bundle, new RunscBox.Host(runsc, hostProcesses, watch, freezer, platform));
  }

  /// A killed runsc leaves its lock file; the lock itself went with the process.
  private void removeStaleLocks() {
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(runsc.stateRoot(), "*.lock")) {
      for (Path lock : locks) {
        String name = lock.getFileName().toString().replaceFirst("_sandbox.*|\\.lock$", "");
        if (!hasState(name)) {
          Files.deleteIfExists(lock);
        }
      }
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "recover boxes: " + runsc.stateRoot() + " can't be read", e);
    }
  }

  private boolean hasState(String name) throws IOException {
    try (DirectoryStream<Path> states = Files.newDirectoryStream(runsc.stateRoot(), name + "*.state")) {
      return states.iterator().hasNext();
    }
  }

  /// Boxes that run but that the runtime no longer lists, because their state is gone or half written.
  private void endUnlisted(Set<BoxId> known) {
    Set<Path> kept = known.stream().map(id -> Bundle.of(settings.runFolder(), id).folder())
        .collect(Collectors.toSet());
    HostProcesses.kill(hostProcesses.matching(
        arguments -> RunscProcesses.ofRoot(arguments, runsc.stateRoot())
            && known.stream().noneMatch(id -> RunscProcesses.isWaiting(arguments, runsc.stateRoot(), id))
            && kept.stream().noneMatch(bundle -> RunscProcesses.ofBundle(arguments, bundle))));
  }

  private void removeBundles(Set<BoxId> known) {
    for (Path folder : bundleFolders()) {
      BoxId id = new BoxId(folder.getFileName().toString());
      if (!known.contains(id)) {
        Cgroups.remove("ironclaw-" + id);
        Bundle.deleteTree(folder);
      }
    }
  }

  private List<Path> bundleFolders() {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(Bundle.boxes(settings.runFolder()))) {
      found.forEach(folders::add);
      return folders;
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "recover boxes: bundles can't be listed", e);
    }
  }

  private void privateFolders() {
    try {
      for (Path folder : List.of(settings.runFolder(), runsc.stateRoot(), Bundle.boxes(settings.runFolder()))) {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "prepare " + settings.runFolder() + ": it can't be created with mode 0700", e);
    }
  }

  private static Path userFolder(RunscSettings settings) {
    try {
      Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      return Path.of("/run/user").resolve(uid.toString());
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "prepare " + settings.runsc() + ": no uid in /proc", e);
    }
  }
}
