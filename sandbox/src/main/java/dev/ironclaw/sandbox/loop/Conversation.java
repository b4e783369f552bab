package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.provider.ModelBlock;
import dev.ironclaw.sandbox.provider.ModelMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What the model is shown in one turn: earlier turns, the person's words, the rounds so far. Made smaller where the
/// model refuses it as it is. Only the loop's thread.
final class Conversation {
  private static final int LEAST_HISTORY_TOKENS = 1_000;

  private final History history;
  private final List<ModelBlock> asked;
  private int historyTokens;
  private int pictures = Pictures.MOST;

  /// @param asked the person's words, and what they attached
  Conversation(History history, List<ModelBlock> asked, int historyTokens) {
    this.history = history;
    this.asked = List.copyOf(asked);
    this.historyTokens = historyTokens;
  }

  List<ModelMessage> messages(List<Round> rounds) {
    List<ModelMessage> messages = new ArrayList<>(history.messages(historyTokens));
    messages.add(new ModelMessage(ModelMessage.Role.USER, asked));
    for (Round round : rounds) {
      messages.add(new ModelMessage(ModelMessage.Role.ASSISTANT, round.said()));
      messages.add(new ModelMessage(ModelMessage.Role.USER, List.copyOf(round.results())));
    }
    return withFewerPictures(messages);
  }

  /// Takes something away that may be why the model refused.
  ///
  /// @return false when there is nothing left to take
  boolean shrink(IronclawException refused, List<Round> rounds) {
    if (refused.code() == ErrorCode.TOO_LARGE && historyTokens > 0) {
      historyTokens = historyTokens / 2 < LEAST_HISTORY_TOKENS ? 0 : historyTokens / 2;
      return true;
    }
    boolean mayBePictures = refused.code() == ErrorCode.TOO_LARGE || refused.code() == ErrorCode.INVALID_REQUEST;
    if (mayBePictures && pictures > 0 && hasPictures(rounds)) {
      pictures = 0;
      return true;
    }
    return false;
  }

  private boolean hasPictures(List<Round> rounds) {
    return asked.stream().anyMatch(ModelBlock.Media.class::isInstance)
        || rounds.stream().flatMap(round -> round.results().stream()).anyMatch(result -> !result.media().isEmpty());
  }

  /// The newest stay.
  private List<ModelMessage> withFewerPictures(List<ModelMessage> messages) {
    List<ModelMessage> fewer = new ArrayList<>();
    int room = pictures;
    for (ModelMessage message : messages.reversed()) {
      List<ModelBlock> blocks = new ArrayList<>();
      for (ModelBlock block : message.blocks().reversed()) {
        if (block instanceof ModelBlock.Media media) {
          blocks.add(room-- > 0 ? media : new ModelBlock.Text(media.words()));
        } else if (block instanceof ModelBlock.ToolResult result && !result.media().isEmpty()) {
          blocks.add((room -= result.media().size()) >= 0 ? result : Pictures.inWords(result));
        } else {
          blocks.add(block);
        }
      }
      fewer.add(new ModelMessage(message.role(), blocks.reversed()));
    }
    Collections.reverse(fewer);
    return fewer;
  }
}
