package dev.ironclaw.sandbox.boxclient;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.contract.box.PartialText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What the agent can ask of the host. Every call may be repeated without harm and is, until the host answers;
/// a refusal is an `IronclawException` with the host's own words.
public interface BoxClient {
  void hello(BoxHello hello);

  /// Reads the event stream for ever, reconnecting and resuming after the last row seen. Never returns normally.
  void follow(Consumer<BoxEvent> sink);

  /// All of it or nothing, durable when this returns; one result a row.
  List<BoxCommit.RowResult> commit(BoxCommit commit);

  Map<String, String> state();

  Persona persona();

  /// Tried once: words that come late are worth nothing.
  void partial(PartialText text) throws IOException;

  /// Tried once: the next one follows soon.
  void heartbeat(Heartbeat beat) throws IOException;

  /// One call of the model, tried once. Any status is a reply; a broken connection is an `IOException`.
  ///
  /// @param path the upstream's path, for example `/v1/messages`
  /// @param limit the call is cut after this
  /// @param cancellation cuts the call too
  ModelReply model(String path, byte[] body, Duration limit, Cancellation cancellation) throws IOException;

  /// One call of a tool that the host does, repeated until the host answers.
  ///
  /// @param call its id, unique within the session: the same again has no further effect
  /// @param inputJson a JSON object
  /// @param limit after this nobody waits any more
  /// @param cancellation ends the wait too
  /// @throws dev.ironclaw.contract.IronclawException in the host's words where it refuses, `UPSTREAM_FAILED` at the end
  ///         of the wait
  ToolAnswer tool(String name, MessageId origin, MessageId call, String inputJson, Duration limit,
      Cancellation cancellation);
}
