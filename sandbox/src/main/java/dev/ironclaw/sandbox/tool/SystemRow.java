package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import java.util.List;
import java.util.Optional;

/// The row by which a tool asks something of the host.
final class SystemRow {
  private SystemRow() {}

  /// @param content JSON `{"action","payload","reason"?}`
  static void send(BoxClient host, ToolCall call, String content) {
    MessageIn origin = call.origin();
    host.commit(new BoxCommit(List.of(new MessageOut(call.rowId(), Optional.of(origin.id()), MessageKind.SYSTEM,
        origin.channelType(), origin.platformId(), origin.threadId(), content, Optional.empty())), List.of(),
        List.of()));
  }
}
