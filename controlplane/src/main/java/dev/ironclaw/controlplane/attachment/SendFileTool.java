package dev.ironclaw.controlplane.attachment;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.Sha256;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.atrest.PlainFile;
import dev.ironclaw.controlplane.channel.Channel;
import dev.ironclaw.controlplane.channel.ChannelRegistry;
import dev.ironclaw.controlplane.hosttool.HostTool;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.outbound.DerivedId;
import dev.ironclaw.controlplane.outbound.Origins;
import dev.ironclaw.controlplane.outbound.Place;
import dev.ironclaw.controlplane.queue.OutboundQuota;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.Registry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Sends a file of the workspace into the conversation. The host reads it by itself, as far as a hostile agent lets it; the
/// message that shows it is a row as any other, delivered and refused by the same rules.
public final class SendFileTool implements HostTool {
  private static final int MAX_CAPTION = 4_000;
  private static final int MAX_NAME = 200;

  private final PlainFile files = new PlainFile();
  private final Attachments attachments;
  private final Registry registry;
  private final SessionQueues queues;
  private final ChannelRegistry channels;
  private final Origins origins;
  private final WorkspaceFolders workspaces;
  private final Consumer<SessionId> committed;
  private final Clock clock;

  /// Reads below one folder.
  ///
  /// @param committed hears that a row is to be delivered
  public SendFileTool(Attachments attachments, Registry registry, SessionQueues queues, ChannelRegistry channels,
      WorkspaceFolders workspaces, Consumer<SessionId> committed, Clock clock) {
    this.attachments = attachments;
    this.registry = registry;
    this.queues = queues;
    this.channels = channels;
    this.origins = new Origins(registry);
    this.workspaces = workspaces;
    this.committed = committed;
    this.clock = clock;
  }

  @Override
  public String name() {
    return ToolName.SEND_FILE;
  }

  @Override
  public CompletionStage<HostToolAnswer> call(HostToolCall call) {
    String path = text(call.input(), "path").orElseThrow(() -> invalid("\"path\" is missing"));
    String caption = text(call.input(), "caption").orElse("");
    if (caption.length() > MAX_CAPTION) {
      throw invalid("\"caption\" may have " + MAX_CAPTION + " chars");
    }
    Place place = place(call, text(call.input(), "to"));
    String key = DerivedId.of("file", call.session(), call.id());
    String name = name(path);
    SessionQueue queue = queues.of(call.session());
    MessageOut row = new MessageOut(new MessageId("out_file_" + key), Optional.of(call.origin()), MessageKind.CHAT,
        place.channelType(), place.platformId(), place.threadId(), caption.isBlank() ? name : caption,
        Optional.empty());
    // A file whose message has no room would be kept for nothing.
    queue.requireRoom(row, OutboundQuota.DEFAULT);
    byte[] content = files.read(folder(call), relative(path), Attachments.MAX_BYTES);
    Attachment file = new Attachment("att_" + key, call.session(), call.agentGroup(), row.id(), call.id(), name,
        content.length, Sha256.hex(content), clock.instant().truncatedTo(ChronoUnit.MILLIS));
    attachments.keep(file, content);
    queue.commit(new BoxCommit(List.of(row), List.of(), List.of()), OutboundQuota.DEFAULT);
    committed.accept(call.session());
    return CompletableFuture.completedStage(
        HostToolAnswer.done("sent " + name + " (" + content.length + " bytes) to " + place.channelType() + "/"
            + place.platformId()));
  }

  private Place place(HostToolCall call, Optional<String> to) {
    Optional<Place> home = origins.of(call, queues);
    Place place = to.filter(words -> home.filter(own -> own.destination().equals(words)).isEmpty())
        .map(words -> granted(call, words)).or(() -> home)
        .orElseThrow(() -> new IronclawException(ErrorCode.NOT_AVAILABLE, "this turn was not started from a place"));
    if (channels.find(place.channelType()).filter(Channel::takesFiles).isEmpty()) {
      throw new IronclawException(ErrorCode.NOT_AVAILABLE, place.destination() + " can't take files; send words");
    }
    return place;
  }

  private Place granted(HostToolCall call, String to) {
    int slash = to.indexOf('/');
    if (slash < 1 || slash == to.length() - 1) {
      throw invalid("\"to\" must be channelType/platformId, as list_destinations shows it");
    }
    Place place = new Place(to.substring(0, slash), to.substring(slash + 1), Optional.empty());
    if (!registry.mayReach(call.agentGroup(), place.channelType(), place.platformId())) {
      throw new IronclawException(ErrorCode.DENIED,
          "this agent may not write to that place: nobody has granted it; request the destination first");
    }
    return place;
  }

  private Path folder(HostToolCall call) {
    return registry.agentGroup(call.agentGroup()).map(group -> workspaces.of(group.folder(), "send a file"))
        .orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND, "there is no agent " + call.agentGroup()));
  }

  /// The agent knows its workspace by the name that it has in the box.
  private static String relative(String path) {
    String workspace = BoxApi.WORKSPACE + "/";
    return path.startsWith(workspace) ? path.substring(workspace.length()) : path;
  }

  private static String name(String path) {
    String last = VisibleText.line(path.substring(path.lastIndexOf('/') + 1));
    return last.length() <= MAX_NAME ? last : last.substring(last.length() - MAX_NAME);
  }

  private static Optional<String> text(JsonNode input, String name) {
    JsonNode value = input.path(name);
    if (!value.isMissingNode() && !value.isString()) {
      throw invalid("\"" + name + "\" must be a text");
    }
    return Optional.of(value.asString("")).filter(words -> !words.isBlank());
  }

  private static IronclawException invalid(String problem) {
    return new IronclawException(ErrorCode.INVALID_PAYLOAD, "send_file: " + problem);
  }
}
