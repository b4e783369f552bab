package dev.ironclaw.controlplane.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One container engine. Every call may wait for it, at most for the time limit of the connection, and fails with
/// `RUNTIME_UNAVAILABLE` where it does not answer, `NOT_FOUND` for what it does not know, and `BOX_FAILED` with its own
/// words for what it refuses.
///
/// Threading: any thread.
public interface Engine extends ImageShelf, AutoCloseable {
  /// Where it listens.
  EngineAddress address();

  /// As it says now.
  EngineFacts facts();

  /// Makes a container and does not start it.
  ///
  /// @return its id
  String create(ContainerPlan plan);

  void start(String container);

  /// Does nothing where it does not run.
  void signal(String container, String signal);

  /// Ends it at once. One that stands still does not run on before it ends. Returns when it is sure to end, which
  /// [#events] tells; does nothing where it does not run.
  void kill(String container);

  /// Stops all of its processes where they are. Does nothing where they stand or it does not run.
  void pause(String container);

  /// Lets them run on.
  void unpause(String container);

  /// Ends it and removes it with all that it had of its own. Does nothing where it is gone.
  void remove(String container);

  /// Empty where it is gone.
  Optional<ContainerFacts> inspect(String container);

  /// All containers with this label, running or not.
  List<ContainerFacts> list(String label, String value);

  /// The end of what it printed, out and err together, at most so many bytes. Empty where it is gone.
  byte[] printed(String container, int most);

  /// Joins its input and output, which it needs to have been planned with; before its start nothing of it is missed. Fails
  /// with `NOT_FOUND` where it is gone.
  Attached attach(String container, Attached.Heard heard);

  /// Makes a volume where there is none of that name.
  void volume(String name, Map<String, String> labels);

  /// Removes it with all that lies in it. Does nothing where it is gone; fails with `CONFLICT` while a container has it.
  void removeVolume(String name);

  /// Tells what happens to containers with this label, from now on.
  ///
  /// @param lost called once, when the engine tells no more for another reason than the closing of the returned handle
  AutoCloseable events(String label, String value, Consumer<Happened> listener, Runnable lost);

  @Override
  void close();

  /// Something that happened to a container.
  ///
  /// @param action as the engine names it: `die`, `update`, `exec_create: …`
  record Happened(String container, String action, Map<String, String> attributes) {
    public Happened {
      attributes = Map.copyOf(attributes);
    }
  }
}
