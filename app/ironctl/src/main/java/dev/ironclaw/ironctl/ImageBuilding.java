package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ImageBuildBody;
import dev.ironclaw.contract.api.ImageView;
import java.util.Optional;

/// Waits for an image that is being built, and says how far it is: a line for each phase, and each tenth of a long one.
final class ImageBuilding {
  private static final int STEPS = 10;

  private final Console console;
  private final ControlPlaneClient client;
  private final String name;
  private String phase = "";
  private long step;

  ImageBuilding(Console console, ControlPlaneClient client, String name) {
    this.console = console;
    this.client = client;
    this.name = name;
  }

  /// Fails with what the control plane says where it can't be built.
  ImageView run(ImageBuildBody body) {
    // First, so that the end of a short one is not missed.
    try (EventStream events = client.events(Optional.empty())) {
      client.images().build(name, body);
      for (Optional<StreamEvent> event = events.next(); event.isPresent(); event = events.next()) {
        StreamEvent one = event.get();
        if (one.type().equals(StreamEvent.RESYNC)) {
          Optional<ImageView> now = ended();
          if (now.isPresent()) {
            return now.get();
          }
        } else if (one.type().equals(StreamEvent.IMAGE_PROGRESS) && one.text("image").equals(name)) {
          switch (one.text("phase")) {
            case "ready" -> {
              return now();
            }
            case "failed" -> throw new CommandFailure(ExitCode.FAILED, one.text("words"));
            default -> show(one);
          }
        }
      }
    }
    throw new CommandFailure(ExitCode.FAILED,
        "image " + name + ": the control plane went away while it was built; look "
            + "with: ironctl image list");
  }

  /// After events that nobody will tell again.
  private Optional<ImageView> ended() {
    ImageView now = now();
    if (now.state().equals(ImageView.BUILDING)) {
      return Optional.empty();
    }
    if (!now.state().equals(ImageView.READY)) {
      throw new CommandFailure(ExitCode.FAILED, "image " + name + " is " + now.state() + ": " + now.words());
    }
    return Optional.of(now);
  }

  private ImageView now() {
    return client.images().all().stream().filter(image -> image.name().equals(name)).findFirst()
        .orElseThrow(() -> new CommandFailure(ExitCode.FAILED, "image " + name + ": the control plane knows none"));
  }

  private void show(StreamEvent event) {
    long total = number(event, "total");
    long done = number(event, "done");
    long now = total == 0 ? 0 : done * STEPS / total;
    if (!event.text("phase").equals(phase) || now > step) {
      phase = event.text("phase");
      step = now;
      console.output().note(phase + (total == 0
          ? ""
          : " " + ImageCommand.megabytes(done) + " of "
              + ImageCommand.megabytes(total))
          + ": " + event.text("words"));
    }
  }

  private static long number(StreamEvent event, String key) {
    return event.data().get(key) instanceof Number number ? number.longValue() : 0;
  }
}
