package dev.ironclaw.ironctl;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.MessageView;

/// Prints an answer as it grows. What is on the screen can't be taken back, so where the whole differs from what was
/// streamed it is printed again, whole.
final class StreamingText implements ChatLine.Listener {
  private final Output output;
  private final String prompt;
  private String shown = "";

  StreamingText(Output output, String prompt) {
    this.output = output;
    this.prompt = prompt;
  }

  @Override
  public void partial(String soFar) {
    // Half of a surrogate pair waits for its other half.
    boolean cut = !soFar.isEmpty() && Character.isHighSurrogate(soFar.charAt(soFar.length() - 1));
    String whole = cut ? soFar.substring(0, soFar.length() - 1) : soFar;
    if (whole.length() > shown.length() && whole.startsWith(shown)) {
      output.part((shown.isEmpty() ? VisibleText.line(prompt) : "") + whole.substring(shown.length()));
      shown = whole;
    }
  }

  @Override
  public void message(MessageView between) {
    endLine();
    output.line(prompt + between.content());
    ChatLine.file(between).ifPresent(output::note);
  }

  @Override
  public void note(String text) {
    endLine();
    output.note(text);
  }

  void complete(String content) {
    if (!shown.isEmpty() && content.startsWith(shown)) {
      output.line(content.substring(shown.length()));
    } else {
      endLine();
      output.line(prompt + content);
    }
    shown = "";
  }

  private void endLine() {
    if (!shown.isEmpty()) {
      output.line("");
      shown = "";
    }
  }
}
