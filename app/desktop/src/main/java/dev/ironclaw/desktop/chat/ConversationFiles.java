package dev.ironclaw.desktop.chat;

import dev.ironclaw.client.ConversationExport;
import dev.ironclaw.client.PrivateFiles;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.AttachmentView;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Texts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Files of a conversation: one that is sent along, one that came, and the conversation itself as one.
final class ConversationFiles {
  private static final long MAX_FILE = 10 << 20;

  /// What the control plane answers to a file that was sent.
  private static final String INBOX = "inbox/[\\p{L}\\p{N}_-][\\p{L}\\p{N}._ -]*";
  private static final String GAP = "\0";

  private final Backend backend;
  private final Calls calls;
  private final Texts texts;
  private final Consumer<String> note;

  /// @param note says what became of it
  ConversationFiles(Backend backend, Calls calls, Texts texts, Consumer<String> note) {
    this.backend = backend;
    this.calls = calls;
    this.texts = texts;
    this.note = note;
  }

  void export(AgentView agent, Path file) {
    ConversationExport form = file.toString().endsWith(".json")
        ? ConversationExport.JSON
        : ConversationExport.MARKDOWN;
    calls.call(() -> write(form, agent, file), note, problem -> note.accept(problem.words()));
  }

  void attach(Conversation conversation, Path file) {
    calls.call(() -> send(conversation.agent().id(), file), sent -> {
      note.accept(sent.problem());
      sent.path().ifPresent(path -> conversation.attach(texts.of("chat.attach.line", path), path));
    }, problem -> note.accept(problem.words()));
  }

  /// Files that a message names, by the lines that name them: those that were sent along with it.
  Map<String, String> named(String text) {
    Matcher file = Pattern.compile("^" + Pattern.quote(texts.of("chat.attach.line", GAP)).replace(GAP,
        "\\E(" + INBOX + ")\\Q") + "$", Pattern.MULTILINE).matcher(text);
    Map<String, String> named = new LinkedHashMap<>();
    while (file.find()) {
      named.put(file.group(), file.group(1));
    }
    return named;
  }

  /// @param problem empty where it is there
  private record Sent(Optional<String> path, String problem) {}

  private Sent send(String agent, Path file) {
    try {
      return Files.size(file) > MAX_FILE
          ? new Sent(Optional.empty(), texts.of("chat.attach.large", file))
          : new Sent(Optional.of(backend.client().conversations()
              .sendFile(agent, String.valueOf(file.getFileName()), Files.readAllBytes(file)).path()), "");
    } catch (IOException e) {
      return new Sent(Optional.empty(), texts.of("chat.attach.failed", file, String.valueOf(e.getMessage())));
    }
  }

  void save(MessageView message, AttachmentView attachment, Path file) {
    calls.call(() -> {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      try {
        backend.client().conversations().attachment(message.conversationId(), attachment.id(), content);
        PrivateFiles.replace(file, content.toByteArray());
        return texts.of("chat.file.saved", file);
      } catch (IOException e) {
        return texts.of("chat.export.failed", file, String.valueOf(e.getMessage()));
      }
    }, note, problem -> note.accept(problem.words()));
  }

  private String write(ConversationExport form, AgentView agent, Path file) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.deleteIfExists(part);
      PrivateFiles.create(part);
      try {
        long messages = write(form, agent.id(), agent.name(), part);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        return texts.of("chat.export.done", messages, file);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      return texts.of("chat.export.failed", file, String.valueOf(e.getMessage()));
    }
  }

  private long write(ConversationExport form, String id, String name, Path part) throws IOException {
    try (Writer out = Files.newBufferedWriter(part)) {
      return form.write(backend.client(), id, name, out);
    }
  }
}
