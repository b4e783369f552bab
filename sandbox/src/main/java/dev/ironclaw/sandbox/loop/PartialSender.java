package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.PartialText;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import java.io.IOException;
import java.util.Optional;

/// Shows the reply while it is written: always the newest text, one post in flight, at most one every 40 ms. The first
/// one waits as long, so that a reply that is there at once costs no extra crossing. Threading:
/// the turn offers and is never held up; the sender's thread runs [#send] for ever.
final class PartialSender {
  private static final long SPACING_MILLIS = 40;

  private final BoxClient host;
  private Optional<PartialText> pending = Optional.empty();

  PartialSender(BoxClient host) {
    this.host = host;
  }

  /// Takes the place of what was not sent yet; the whole text, so that a lost one leaves no gap.
  synchronized void offer(MessageId inbound, CharSequence text) {
    if (text.length() <= BoxApi.MAX_PARTIAL_CHARS) {
      boolean waits = pending.isPresent();
      pending = Optional.of(new PartialText(inbound, 0, text.toString()));
      if (!waits) {
        notifyAll();
      }
    }
  }

  /// The reply itself is about to go out.
  synchronized void end() {
    pending = Optional.empty();
  }

  /// Never returns until interrupted.
  void send() {
    try {
      while (true) {
        await();
        spacing();
        take().ifPresent(this::post);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void await() throws InterruptedException {
    while (pending.isEmpty()) {
      wait();
    }
  }

  private synchronized Optional<PartialText> take() {
    Optional<PartialText> text = pending;
    pending = Optional.empty();
    return text;
  }

  private synchronized void spacing() throws InterruptedException {
    long end = System.nanoTime() + SPACING_MILLIS * 1_000_000;
    for (long left = SPACING_MILLIS; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
  }

  private void post(PartialText text) {
    try {
      host.partial(text);
    } catch (IOException lost) {
      // silent-ok: partial text is only shown; the row is the truth
    }
  }
}
