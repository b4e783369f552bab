package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.box.BoxEvent;
import java.nio.file.Path;

/// The one crossing of one box.
public interface BoxSocket extends AutoCloseable {
  BoxId box();

  /// The folder to bind at `/run/ironclaw`, holding `host.sock`.
  Path folder();

  /// Gives the box its session: from now on the doors answer. A second session is refused.
  void bind(BoxBinding binding);

  /// Changes configuration and rights of a bound box and tells it.
  void update(BoxBinding binding);

  /// Sends `Stop` down the event stream, if the box listens.
  void tell(BoxEvent event);

  /// Ends the turns of all rows up to `seq`: the box is told, now and whenever it listens anew; its calls of models and
  /// tools that are under way end, and until those rows are finished no other begins.
  void stopTurns(long seq);

  /// Closes connections, stops listening, removes the socket and its folder.
  @Override
  void close();
}
