package dev.ironclaw.sandbox.provider;

import java.util.List;

/// One message of a conversation with the model.
public record ModelMessage(Role role, List<ModelBlock> blocks) {
  public ModelMessage {
    blocks = List.copyOf(blocks);
  }

  /// Who speaks.
  public enum Role {
    USER, ASSISTANT
  }

  public static ModelMessage user(String text) {
    return new ModelMessage(Role.USER, List.of(new ModelBlock.Text(text)));
  }

  public static ModelMessage assistant(String text) {
    return new ModelMessage(Role.ASSISTANT, List.of(new ModelBlock.Text(text)));
  }
}
