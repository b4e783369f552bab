package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiAddressTest {
  @Test
  void takesLoopbackAddresses() {
    for (String text : List.of("127.0.0.1:8787", "localhost:0", "[::1]:8787", "127.8.9.1:1")) {
      assertThat(ApiAddress.parse(text, false).isLoopback()).as(text).isTrue();
    }
  }

  @Test
  void refusesToServePlainHttpToOtherMachines() {
    for (String text : List.of("0.0.0.0:8787", ":8787", "[::]:8787", "192.168.1.4:8787", "[fe80::1]:1")) {
      assertThatThrownBy(() -> ApiAddress.parse(text, false)).as(text).isInstanceOf(IronclawException.class)
          .hasMessageContaining("--insecure-listen");
      assertThat(ApiAddress.parse(text, true).isLoopback()).as(text).isFalse();
    }
  }

  @Test
  void refusesWhatIsNoAddress() {
    for (String text : List.of("", "8787", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000", "example.org:80",
        "::1:8787")) {
      assertThatThrownBy(() -> ApiAddress.parse(text, true)).as(text).isInstanceOf(IronclawException.class);
    }
  }
}
