package dev.ironclaw.desktop.job;

import java.util.function.Function;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// What can be chosen, in words; nobody types it.
final class Named<T> extends StringConverter<T> {
  private final Function<T, String> words;

  Named(Function<T, String> words) {
    this.words = words;
  }

  @Override
  public String toString(@Nullable T one) {
    return one == null ? "" : words.apply(one);
  }

  @Override
  public T fromString(String text) {
    throw new UnsupportedOperationException("nobody types it");
  }
}
