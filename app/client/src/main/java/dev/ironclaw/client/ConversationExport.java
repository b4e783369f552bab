package dev.ironclaw.client;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.api.MessagesView;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/// Writes a conversation down, from its first message to its last.
public enum ConversationExport {
  /// For people: every word of a message stands behind a bar, so that no message can pretend to be another.
  MARKDOWN {
    @Override
    void begin(Writer out, String name) throws IOException {
      out.write("# Conversation with " + VisibleText.line(name) + "\n");
    }

    @Override
    void message(Writer out, MessageView message, String name, boolean first) throws IOException {
      out.write("\n## " + (message.role().equals("agent") ? VisibleText.line(name) : "You") + ", " + message.timestamp()
          + "\n\n");
      for (String line : message.content().split("\\R", -1)) {
        out.write(line.isEmpty() ? ">\n" : "> " + VisibleText.text(line) + "\n");
      }
    }

    @Override
    void end(Writer out) {}
  },
  /// For programs: a list of messages as the API shows them.
  JSON {
    @Override
    void begin(Writer out, String name) throws IOException {
      out.write("[");
    }

    @Override
    void message(Writer out, MessageView message, String name, boolean first) throws IOException {
      out.write((first ? "\n" : ",\n") + Wire.write(message));
    }

    @Override
    void end(Writer out) throws IOException {
      out.write("\n]\n");
    }
  };

  private static final int PAGE = 1_000;

  abstract void begin(Writer out, String name) throws IOException;

  abstract void message(Writer out, MessageView message, String name, boolean first) throws IOException;

  abstract void end(Writer out) throws IOException;

  /// Reads page by page and writes as it reads.
  ///
  /// @param name of the agent, for people
  /// @return how many messages
  public long write(ControlPlaneClient client, String agentId, String name, Writer out) throws IOException {
    begin(out, name);
    long count = 0;
    Optional<String> after = Optional.empty();
    MessagesView page;
    do {
      page = client.messages(agentId, after, PAGE, true);
      for (MessageView message : page.messages()) {
        message(out, message, name, count++ == 0);
      }
      after = page.messages().isEmpty() ? after : Optional.of(page.messages().getLast().id());
    } while (page.goesOn(PAGE));
    end(out);
    return count;
  }
}
