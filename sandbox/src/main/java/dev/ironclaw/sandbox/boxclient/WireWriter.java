package dev.ironclaw.sandbox.boxclient;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.contract.box.BoxPosture;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.contract.box.PartialText;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.time.Instant;
import java.util.Locale;

/// The box's words on the wire, exactly as the golden files of the contract show them.
final class WireWriter {
  private WireWriter() {}

  static byte[] hello(BoxHello hello) {
    JsonWriter json = new JsonWriter().object().number("version", hello.version());
    posture(json.object("posture"), hello.posture());
    return json.endObject().endObject().bytes();
  }

  private static void posture(JsonWriter json, BoxPosture posture) {
    json.text("kernel", posture.kernel()).texts("interfaces", posture.interfaces()).number("uid", posture.uid())
        .number("gid", posture.gid()).texts("capabilities", posture.capabilities())
        .number("noNewPrivileges", posture.noNewPrivileges()).number("seccomp", posture.seccomp())
        .flag("rootReadOnly", posture.rootReadOnly()).number("memoryLimitBytes", posture.memoryLimitBytes())
        .number("processLimit", posture.processLimit()).number("openFilesLimit", posture.openFilesLimit())
        .number("cpus", posture.cpus()).texts("mounts", posture.mounts());
  }

  static byte[] commit(BoxCommit commit) {
    return new JsonWriter().object().objects("rows", commit.rows(), WireWriter::row)
        .objects("acks", commit.acks(), WireWriter::ack).objects("state", commit.state(), WireWriter::entry).endObject()
        .bytes();
  }

  private static void row(JsonWriter json, MessageOut row) {
    json.text("id", row.id().value()).text("inReplyTo", row.inReplyTo().map(MessageId::value))
        .text("kind", word(row.kind())).text("channelType", row.channelType()).text("platformId", row.platformId())
        .text("threadId", row.threadId()).text("content", row.content())
        .text("deliverAfter", row.deliverAfter().map(Instant::toString));
  }

  private static void ack(JsonWriter json, BoxCommit.Ack ack) {
    json.text("messageId", ack.messageId().value()).text("status", word(ack.status()));
  }

  private static void entry(JsonWriter json, BoxCommit.StateEntry entry) {
    json.text("key", entry.key()).text("value", entry.value());
  }

  static byte[] partial(PartialText partial) {
    return new JsonWriter().object().text("inReplyTo", partial.inReplyTo().value()).number("offset", partial.offset())
        .text("text", partial.text()).endObject().bytes();
  }

  static byte[] heartbeat(Heartbeat beat) {
    return new JsonWriter().object().text("turn", beat.turn().map(MessageId::value)).text("tool", beat.tool())
        .number("toolTimeoutMillis", beat.toolTimeoutMillis()).endObject().bytes();
  }

  /// @param inputJson a JSON object, which becomes a part of this one as it is
  static byte[] tool(MessageId origin, MessageId call, String inputJson) {
    return new JsonWriter().object().text("origin", origin.value()).text("call", call.value())
        .value("input", JsonReader.object(inputJson)).endObject().bytes();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
