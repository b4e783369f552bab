package dev.ironclaw.desktop.instance;

import java.awt.Desktop;
import java.net.URI;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Links that the system hands to the app that runs. macOS does so; elsewhere a link is an argument of a second start.
///
/// Source: [Desktop#setOpenURIHandler]. Not run on macOS yet.
public final class OpenedLinks {
  private static final Logger LOG = LoggerFactory.getLogger(OpenedLinks.class);

  private OpenedLinks() {}

  /// Who hands links over.
  @FunctionalInterface
  interface Giver {
    /// From now on.
    ///
    /// @param opened gets each one, on any thread
    void tell(Consumer<URI> opened);
  }

  /// Listens from now on, where this system hands links over.
  ///
  /// @param osName the system property `os.name`
  /// @param asked gets what a second start with that link would ask, on any thread
  public static void listen(String osName, Consumer<Wish> asked) {
    if (osName.startsWith("Mac")) {
      // Its toolkit waits for the UI thread, which must not wait for it.
      Thread.ofPlatform().daemon().name("links").start(() -> listen(OpenedLinks::awt, asked));
    }
  }

  static void listen(Giver giver, Consumer<Wish> asked) {
    try {
      giver.tell(link -> {
        try {
          asked.accept(Wish.toShow(link.toString()));
        } catch (IllegalArgumentException e) {
          LOG.warn("a link that is none: {}", e.getMessage());
        }
      });
    } catch (UnsupportedOperationException e) {
      LOG.warn("ironclaw: links do not open this app: {}", e.getMessage());
    }
  }

  private static void awt(Consumer<URI> opened) {
    Desktop.getDesktop().setOpenURIHandler(event -> opened.accept(event.getURI()));
  }
}
