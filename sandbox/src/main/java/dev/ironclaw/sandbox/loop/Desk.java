package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import dev.ironclaw.sandbox.provider.Provider;
import dev.ironclaw.sandbox.tool.ToolRegistry;
import java.util.List;

/// What one session's turns work with.
record Desk(BoxClient host, List<Provider> providers, ToolRegistry tools, Memory memory, History history,
    PartialSender partials, Activity activity) {

  Provider provider(String dialect) {
    return providers.stream().filter(provider -> provider.dialect().equals(dialect)).findFirst()
        .orElseThrow(() -> new IronclawException(ErrorCode.NOT_AVAILABLE,
            "speak to the model: this box does not know the dialect " + dialect));
  }

  /// Durable at the host first, then remembered here.
  void commit(BoxCommit commit) {
    host.commit(commit);
    memory.stored(commit.state());
  }
}
