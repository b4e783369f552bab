package dev.ironclaw.controlplane.keychain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MacKeychainTest {
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> kept = new HashMap<>();
  private boolean broken;

  /// Behaves as `security` does, by its manual page.
  private MacKeychain.Answer security(String input, String... given) {
    arguments.addAll(List.of(given));
    if (broken) {
      return new MacKeychain.Answer(51, "0123");
    }
    if (given[0].equals("-i")) {
      String[] words = input.strip().split(" -a | -w ", 3);
      kept.put(words[1], words[2]);
      return new MacKeychain.Answer(0, "");
    }
    if (given[0].equals("show-keychain-info")) {
      return new MacKeychain.Answer(0, "");
    }
    boolean there = kept.containsKey(given[4]);
    if (given[0].startsWith("delete")) {
      kept.remove(given[4]);
      return new MacKeychain.Answer(there ? 0 : 44, "");
    }
    return there ? new MacKeychain.Answer(0, kept.get(given[4]) + "\n") : new MacKeychain.Answer(44, "not found");
  }

  private final MacKeychain keychain = new MacKeychain(this::security);

  @Test
  void keepsAndForgetsASecretThatIsNeverAnArgument() {
    assertThat(keychain.read("ab12")).isEmpty();
    keychain.write("ab12", new byte[]{1, -1});
    assertThat(keychain.read("ab12")).contains(new byte[]{1, -1});
    keychain.delete("ab12");
    keychain.delete("ab12");
    assertThat(keychain.read("ab12")).isEmpty();
    assertThat(arguments).noneMatch(word -> word.contains("01ff"));
  }

  /// While a dialogue of the keychain stands open, `security` waits for the person. A new key in a file would be a weaker one
  /// for good.
  @Test
  void oneThatDoesNotAnswerIsNeitherAbsentNorAskedAgain() {
    MacKeychain silent = new MacKeychain((_, _) -> {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "run /usr/bin/security: no answer within 20 s");
    });
    assertThatThrownBy(silent::obstacle).isInstanceOfSatisfying(IronclawException.class, this::waitsForAPerson);
    assertThatThrownBy(() -> silent.read("ab12")).isInstanceOfSatisfying(IronclawException.class,
        this::waitsForAPerson);
  }

  private void waitsForAPerson(IronclawException e) {
    assertThat(e.code()).isEqualTo(ErrorCode.NOT_READY);
    assertThat(e).hasMessageContaining("no answer within 20 s; answer what macOS asks");
  }

  @Test
  void aLockedOneIsAskedAgainAndARefusalIsNot() {
    Map.of(36, ErrorCode.UPSTREAM_FAILED, 51, ErrorCode.NOT_READY, 128, ErrorCode.NOT_READY)
        .forEach((status, code) -> assertThatThrownBy(
            () -> new MacKeychain((_, _) -> new MacKeychain.Answer(status, "")).read("ab12")).isInstanceOfSatisfying(
                IronclawException.class, e -> assertThat(e.code()).as("%d", status).isEqualTo(code)));
  }

  @Test
  void refusesWithoutRepeatingWhatWasPrinted() {
    broken = true;
    assertThat(keychain.obstacle()).isPresent();
    assertThatThrownBy(() -> keychain.read("ab12")).hasMessageNotContaining("0123").hasMessageContaining("51");
    assertThatThrownBy(() -> keychain.write("ab12", new byte[]{5})).hasMessageContaining("could not write");
    assertThatThrownBy(() -> keychain.delete("ab12")).hasMessageContaining("could not delete");
    assertThatThrownBy(() -> keychain.read("x; rm")).isInstanceOf(IllegalArgumentException.class);
  }
}
