package dev.ironclaw.controlplane.attachment;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.Sha256;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.isolation.Quota;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.router.ChatFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files of people on their way to an agent: laid into `inbox` of its workspace, where its tools can read them. A file is made
/// whole in a folder of the host and moved in, so a hostile agent can neither lead it elsewhere nor swap it before it is its own.
public final class WorkspaceInbox {
  private static final Logger LOG = LoggerFactory.getLogger(WorkspaceInbox.class);
  private static final String FOLDER = "inbox";
  private static final String PREFIX = "in-";
  private static final String SUFFIX = ".part";
  private static final int MAX_NAME = 100;
  private static final int MOST_OF_ONE_NAME = 100;
  private static final String PATH = FOLDER + "/[\\p{L}\\p{N}_-][\\p{L}\\p{N}._ -]*";
  private static final int MAX_PATH = FOLDER.length() + 1 + MAX_NAME + "-100".length();
  /// What a model may be shown; the box looks at the bytes too.
  private static final Map<String, String> MEDIA_TYPES = Map.of("png", "image/png", "jpg", "image/jpeg", "jpeg",
      "image/jpeg", "gif", "image/gif", "webp", "image/webp", "pdf", "application/pdf");

  private final Ledger ledger;
  private final Registry registry;
  private final WorkspaceFolders workspaces;
  private final Path incoming;
  private final Quota quota;

  /// Writes below one folder. What a killed process left of a file on its way is removed.
  ///
  /// @param incoming of the host alone, on the same disk
  /// @param quota of each workspace
  public WorkspaceInbox(Ledger ledger, Registry registry, WorkspaceFolders workspaces, Path incoming, Quota quota) {
    this.ledger = ledger;
    this.registry = registry;
    this.workspaces = workspaces;
    this.incoming = incoming;
    this.quota = quota;
  }

  /// At start: removes what was being laid in when the control plane was killed. Nobody was told that it arrived.
  public void sweep() {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(incoming, PREFIX + "*" + SUFFIX)) {
      for (Path file : left) {
        Files.delete(file);
        LOG.info("step=sweep-inbox removed {}, which had not arrived", file.getFileName());
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("step=sweep-inbox a file that had not arrived can't be removed from {}; remove it", incoming, e);
    }
  }

  /// Lays it in.
  ///
  /// @param name as a person calls it; what could be more than a name is left out
  /// @return its path in the workspace
  /// @throws IronclawException `NOT_FOUND`, `NOT_AVAILABLE` where the agent has no tool to read it, `TOO_LARGE`
  public String put(AgentGroupId agent, String name, byte[] content, Principal by) {
    AgentGroup group = registry.agentGroup(agent)
        .orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND, "there is no agent " + agent));
    if (group.enabledTools().stream()
        .noneMatch(tool -> ToolName.READING.contains(tool) || ToolName.WRITING.contains(tool))) {
      throw new IronclawException(ErrorCode.NOT_AVAILABLE, "send a file to " + agent
          + ": it has no tool that could read it; give it read_file first, or write the text into the message");
    }
    if (content.length > Attachments.MAX_BYTES) {
      throw new IronclawException(ErrorCode.TOO_LARGE,
          "send a file to " + agent + ": it has over " + (Attachments.MAX_BYTES >> 20) + " MiB");
    }
    Path workspace = workspaces.of(group.folder(), "send a file to " + agent);
    try {
      Files.createDirectories(workspace);
      requireRoom(agent, workspace, content.length);
      ledger.record(new AuditEvent("file", agent.value(), "received", by.name(), content.length + " bytes, sha256 "
          + Sha256.hex(content)).about(agent.value()));
      return FOLDER + "/" + lay(workspace, plain(name), content);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFLICT,
          "send a file to " + agent + ": its workspace has something in the "
              + "way, or no room (" + e.getClass().getSimpleName() + "); look into its folder " + FOLDER,
          e);
    }
  }

  /// What a message may name: a path that [#put] gave. That the file is still there is nothing that anybody can promise.
  ///
  /// @throws IronclawException `INVALID_REQUEST` for any other path
  public static ChatFile file(String path) {
    if (path.length() > MAX_PATH || !path.matches(PATH)) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "send a message: an attachment is the path that "
          + "POST /v1/agents/{id}/inbox answered, such as " + FOLDER + "/plan.pdf; send the file there first");
    }
    String name = path.substring(FOLDER.length() + 1);
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return new ChatFile(name, Optional.ofNullable(MEDIA_TYPES.get(ending)), path);
  }

  private void requireRoom(AgentGroupId agent, Path workspace, int size) {
    Quota.Usage used = quota.measure(workspace);
    if (quota.isOver(new Quota.Usage(used.bytes() + size, used.entries() + 2))) {
      throw new IronclawException(ErrorCode.TOO_LARGE,
          "send a file to " + agent + ": its workspace is full (" + quota.words(used) + ")");
    }
  }

  private String lay(Path workspace, String name, byte[] content) throws IOException {
    Path made = Files.createTempFile(incoming, PREFIX, SUFFIX);
    try (SecureDirectoryStream<Path> from = secure(incoming);
        SecureDirectoryStream<Path> root = secure(workspace);
        SecureDirectoryStream<Path> inbox = inbox(workspace, root)) {
      UserPrincipal owner = owner(root);
      Files.write(made, content);
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r--r--"));
      Files.setOwner(made, owner);
      Path free = free(inbox, name);
      from.move(made.getFileName(), inbox, free);
      return free.toString();
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private static SecureDirectoryStream<Path> inbox(Path workspace, SecureDirectoryStream<Path> root)
      throws IOException {
    Path name = Path.of(FOLDER);
    try {
      return root.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException none) {
      // silent-ok: the first file
      Files.createDirectory(workspace.resolve(FOLDER));
    }
    SecureDirectoryStream<Path> made = root.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributeView view = made.getFileAttributeView(PosixFileAttributeView.class);
    view.setPermissions(PosixFilePermissions.fromString("rwxr-xr-x"));
    view.setOwner(owner(root));
    return made;
  }

  private static UserPrincipal owner(SecureDirectoryStream<Path> folder) throws IOException {
    return folder.getFileAttributeView(PosixFileAttributeView.class).readAttributes().owner();
  }

  private static Path free(SecureDirectoryStream<Path> inbox, String name) throws IOException {
    int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
    for (int i = 1; i <= MOST_OF_ONE_NAME; i++) {
      Path candidate = Path.of(i == 1 ? name : name.substring(0, dot) + "-" + i + name.substring(dot));
      try {
        inbox.getFileAttributeView(candidate, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
      } catch (NoSuchFileException free) {
        // silent-ok: that is the answer
        return candidate;
      }
    }
    throw new FileAlreadyExistsException(name);
  }

  // Whoever calls it closes what it gives.
  @SuppressWarnings("StreamResourceLeak")
  private static SecureDirectoryStream<Path> secure(Path folder) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new IOException("this system can't write into a workspace without following links");
  }

  /// Letters, digits and what is harmless between them; no folder, no dot at its beginning.
  private static String plain(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String plain = last.replaceAll("[^\\p{L}\\p{N}._ -]", "_").replaceAll("^[. ]+", "").strip();
    String kept = plain.length() <= MAX_NAME ? plain : plain.substring(plain.length() - MAX_NAME).strip();
    return kept.isEmpty() ? "file" : kept;
  }
}
