package dev.ironclaw.controlplane.kind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressHostTest {
  @ParameterizedTest
  @ValueSource(strings = {"example.org", "a.b.c.example.org", "xn--bcher-kva.de", "bücher.de", "пример.рф", "例え.jp",
      "93.184.216.34", "1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "11.0.0.1",
      "2606:4700:4700::1111", "[2606:4700:4700::1111]", "2a00:1450:4001:801::200e"})
  void letsPublicNamesAndAddressesThrough(String host) {
    assertThat(EgressHost.objection(host)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "127.0.0.1", "127.1", "127.0.0.1.", "0.0.0.0", "0", "2130706433", "0x7f000001",
      "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.0.0.0x1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
      "100.64.0.1", "100.127.255.255", "169.254.169.254", "169.254.1.1", "224.0.0.1", "239.255.255.255",
      "240.0.0.1", "255.255.255.255", "198.18.0.1", "198.19.0.1", "192.0.2.1", "256.1.1.1", "1.2.3", "1.2.3.4.5",
      "08.8.8.8", "2852039166", "0xa9fea9fe"})
  void refusesAddressesThatAreNotPublicAndEveryFormThatHidesOne(String host) {
    assertThat(EgressHost.objection(host)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "[::1]", "::", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
      "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:8.8.8.8", "64:ff9b::a00:1", "2002:7f00:1::", "2001::1",
      "2001:db8::1", "[2606:4700::1]:443", "2606:4700:::1", "1:2:3:4:5:6:7:8:9", "2606:4700:", "[2606:4700::1",
      "2606:4700::1]", "2606::4700::1", "3fff::1"})
  void refusesIpv6ThatIsNotPublic(String host) {
    assertThat(EgressHost.objection(host)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "localhost", "intranet", "a.localhost", "printer.local", "metadata.google.internal",
      "x.lan", "nas.home.arpa", "*.example.org", "*", "example.org:443", "https://example.org", "example.org/x",
      "user@example.org", "EXAMPLE.org", "example.org.", "-a.example.org", "a-.example.org", "a_b.example.org",
      "exa mple.org", "example.org\n", "exam\u200bple.org", "example。org", "ⓔxample.org", "straße.de", "a..b"})
  void refusesWhatIsNotTheExactNameOfAPublicHost(String host) {
    assertThat(EgressHost.objection(host)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"аpple.com", "xn--pple-43d.com", "аррӏе.com", "xn--80ak6aa92e.com", "gооgle.com",
      "οο.com", "xn--a.com"})
  void refusesNamesThatOnlyLookLikeAnother(String host) {
    assertThat(EgressHost.objection(host)).isPresent();
  }

  @Test
  void tooLongIsNoHost() {
    assertThat(EgressHost.objection("a.".repeat(126) + "de")).isPresent();
    assertThat(EgressHost.objection("a".repeat(64) + ".de")).isPresent();
  }

  @Test
  void showsPunycodeAndWhatItStandsFor() {
    assertThat(EgressHost.of("bücher.de")).isEqualTo(new EgressHost("xn--bcher-kva.de"));
    assertThat(EgressHost.of("bücher.de").shown()).isEqualTo("xn--bcher-kva.de (written bücher.de)");
    assertThat(EgressHost.of("example.org").shown()).isEqualTo("example.org");
  }
}
