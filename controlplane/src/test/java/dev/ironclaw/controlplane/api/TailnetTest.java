package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailnetTest {
  @Test
  void findsTheAddressAmongAllOthers() {
    assertThat(chosen("127.0.0.1", "192.168.1.4", "100.101.102.103", "fd7a:115c:a1e0::1"))
        .isEqualTo("100.101.102.103");
    assertThat(chosen("fe80::1", "fd7a:115c:a1e0:ab12::7", "10.0.0.1")).isEqualTo("fd7a:115c:a1e0:ab12:0:0:0:7");
  }

  @Test
  void knowsItsBorders() {
    assertThat(chosen("100.64.0.0")).isEqualTo("100.64.0.0");
    assertThat(chosen("100.127.255.255")).isEqualTo("100.127.255.255");
    for (String other : List.of("100.63.255.255", "100.128.0.0", "101.64.0.1", "99.64.0.1", "fd7a:115c:a1e1::1",
        "fd7b:115c:a1e0::1", "::1", "10.64.0.1")) {
      assertThat(Tailnet.choose(addresses(other))).as(other).isEmpty();
    }
  }

  @Test
  void choosesTheSameOneInAnyOrder() {
    assertThat(chosen("100.90.0.1", "100.80.0.1")).isEqualTo("100.80.0.1");
    assertThat(chosen("100.80.0.1", "100.90.0.1")).isEqualTo("100.80.0.1");
  }

  @Test
  void isTakenAsAnAddressToListenOn() {
    List<InetAddress> machine = addresses("192.168.1.4", "100.80.0.1");
    assertThat(ApiAddress.parse("tailnet", true, () -> machine)).isEqualTo(new ApiAddress("100.80.0.1", 8787));
    assertThat(ApiAddress.parse("tailnet:9000", true, () -> machine)).isEqualTo(new ApiAddress("100.80.0.1", 9000));
    assertThatThrownBy(() -> ApiAddress.parse("tailnet:9000", false, () -> machine))
        .isInstanceOf(IronclawException.class).hasMessageContaining("--tls");
    assertThatThrownBy(() -> ApiAddress.parse("tailnet", true, () -> addresses("192.168.1.4")))
        .isInstanceOf(IronclawException.class).hasMessageContaining("no address in a tailnet", "Tailscale");
  }

  @Test
  void readsTheRealInterfaces() {
    assertThat(Tailnet.ofMachine()).noneMatch(InetAddress::isLoopbackAddress);
  }

  private static String chosen(String... machine) {
    return Tailnet.choose(addresses(machine)).map(InetAddress::getHostAddress).orElse("none");
  }

  private static List<InetAddress> addresses(String... literals) {
    return Arrays.stream(literals).map(InetAddress::ofLiteral).toList();
  }
}
