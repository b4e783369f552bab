package dev.ironclaw.client;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.AttachmentView;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.api.MessagesView;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
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
    void message(Writer out, MessageView message, String name, Optional<String> question, boolean first)
        throws IOException {
      out.write("\n## " + (message.role().equals("agent") ? VisibleText.line(name) : "You") + ", " + message.timestamp()
          + "\n\n");
      for (String line : message.content().split("\\R", -1)) {
        out.write(line.isEmpty() ? ">\n" : "> " + VisibleText.text(line) + "\n");
      }
      if (message.attachment().isPresent()) {
        AttachmentView file = message.attachment().get();
        out.write("\nFile: " + code(file.name()) + ", " + file.size() + " bytes, SHA-256 " + code(file.sha256())
            + question.map(words -> ", to " + code(words)).orElse("") + "\n");
      }
    }

    // Names and words of others, that can be nothing but that.
    private String code(String words) {
      return "`" + VisibleText.line(words).replace('`', '\'') + "`";
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
    void message(Writer out, MessageView message, String name, Optional<String> question, boolean first)
        throws IOException {
      out.write((first ? "\n" : ",\n") + Wire.write(message));
    }

    @Override
    void end(Writer out) throws IOException {
      out.write("\n]\n");
    }
  };

  private static final int PAGE = 1_000;

  /// The beginnings of what the person wrote last.
  private static final class Asked {
    private static final int KEPT = 1_000;
    private static final int BRIEF = 80;

    private final Map<String, String> heads = new LinkedHashMap<>();

    /// What the message answers.
    Optional<String> of(MessageView message) {
      if (!message.role().equals("agent")) {
        heads.put(message.id(), brief(message.content()));
        if (heads.size() > KEPT) {
          heads.remove(heads.keySet().iterator().next());
        }
      }
      return message.inReplyTo().flatMap(id -> Optional.ofNullable(heads.get(id)));
    }

    private static String brief(String words) {
      return words.codePointCount(0, words.length()) <= BRIEF
          ? words
          : words.substring(0, words.offsetByCodePoints(0, BRIEF)) + "…";
    }
  }

  abstract void begin(Writer out, String name) throws IOException;

  /// @param question the beginning of what the message answers, where that is known
  abstract void message(Writer out, MessageView message, String name, Optional<String> question, boolean first)
      throws IOException;

  abstract void end(Writer out) throws IOException;

  /// Reads page by page and writes as it reads.
  ///
  /// @param name of the agent, for people
  /// @return how many messages
  public long write(ControlPlaneClient client, String agentId, String name, Writer out) throws IOException {
    begin(out, name);
    long count = 0;
    Asked asked = new Asked();
    Optional<String> after = Optional.empty();
    MessagesView page;
    do {
      page = client.messages(agentId, after, PAGE, true);
      for (MessageView message : page.messages()) {
        message(out, message, name, asked.of(message), count++ == 0);
      }
      after = page.messages().isEmpty() ? after : Optional.of(page.messages().getLast().id());
    } while (page.goesOn(PAGE));
    end(out);
    return count;
  }
}
