package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.controlplane.box.BoxBinding;
import dev.ironclaw.controlplane.isolation.Quota;
import dev.ironclaw.controlplane.isolation.RootfsImage;
import dev.ironclaw.controlplane.isolation.SandboxSpec;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.registry.AgentGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Turns an agent group into what a box of it gets: the spec before launch, the binding when it has a session.
public final class AgentLaunch {
  private static final int MAX_OUTPUT_TOKENS = 4096;

  private final RootfsImage image;
  private final Path workspaces;
  private final SandboxSpec.Limits limits;
  private final Quota quota;
  private final Function<String, Optional<String>> dialects;
  private final ToolsOf tools;

  /// Prepares launches from one image.
  ///
  /// @param workspaces folder that holds one workspace for each agent group
  /// @param quota of each workspace
  /// @param dialects the dialect that an upstream speaks; empty for one that is not set up now
  /// @param tools what each box has of its agent's tools
  public AgentLaunch(RootfsImage image, Path workspaces, SandboxSpec.Limits limits, Quota quota,
      Function<String, Optional<String>> dialects, ToolsOf tools) {
    this.image = image;
    this.workspaces = workspaces;
    this.limits = limits;
    this.quota = quota;
    this.dialects = dialects;
    this.tools = tools;
  }

  /// What a box is to have.
  ///
  /// @param note for people, where that is less than its agent may
  record Prepared(SandboxSpec spec, Optional<String> note) {}

  /// Looks at the workspace: may take a moment.
  Prepared prepare(BoxId box, AgentGroup group, Path socketFolder) {
    Optional<SandboxSpec.Workspace> workspace = workspace(group);
    Optional<String> full = workspace.filter(SandboxSpec.Workspace::writable)
        .flatMap(space -> full(space.folder()));
    if (full.isPresent()) {
      workspace = workspace.map(space -> new SandboxSpec.Workspace(space.folder(), false, true, space.quota()));
    }
    List<SandboxSpec.Mount> mounts = group.mounts().stream()
        .map(mount -> new SandboxSpec.Mount(mount.name(), Path.of(mount.source()), mount.writable())).toList();
    return new Prepared(new SandboxSpec(box, group.id(), image, socketFolder, workspace, mounts, limits, List.of()),
        full);
  }

  private Optional<String> full(Path folder) {
    Quota.Usage usage = quota.measure(folder);
    return quota.isOver(usage)
        ? Optional.of("its workspace is full (" + quota.words(usage) + "), so it may only read it; remove files from "
            + folder + ", or raise --workspace-mib or --workspace-entries")
        : Optional.empty();
  }

  private Optional<SandboxSpec.Workspace> workspace(AgentGroup group) {
    WorkspaceMode mode = WorkspaceMode.of(tools.tools(group, Optional.empty()));
    if (mode == WorkspaceMode.NONE) {
      return Optional.empty();
    }
    Path folder = workspaces.resolve(group.folder());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "prepare workspace " + folder + ": can't create it",
          e);
    }
    boolean writable = mode == WorkspaceMode.WRITABLE;
    return Optional.of(new SandboxSpec.Workspace(folder, writable, writable, Optional.of(quota)));
  }

  BoxBinding binding(AgentGroup group, SessionId session, SessionQueue queue) {
    String dialect = dialects.apply(group.provider()).orElseThrow(
        () -> new IronclawException(ErrorCode.CONFIGURATION, "start agent " + group.id() + ": its provider '"
            + group.provider() + "' is not set up here; connect it with `ironctl provider add " + group.provider()
            + "`, or give the agent another model"));
    List<String> held = tools.tools(group, Optional.of(session));
    BoxConfig config = new BoxConfig(group.revision(), group.id().value(), group.name(), dialect, group.model(),
        MAX_OUTPUT_TOKENS, group.persona(), held, BoxConfig.Limits.DEFAULT);
    return new BoxBinding(session, queue, config, Set.copyOf(held), group.provider());
  }
}
