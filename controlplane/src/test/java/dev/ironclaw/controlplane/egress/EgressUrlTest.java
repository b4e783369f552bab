package dev.ironclaw.controlplane.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EgressUrlTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"https://example.org|https://example.org/",
      "HTTPS://Example.ORG:443/a?b=c#d|https://example.org/a?b=c",
      "https://bücher.de/ü?ü|https://xn--bcher-kva.de/%C3%BC?%C3%BC",
      "https://example.org:8443/a%2Fb|https://example.org:8443/a%2Fb", "https://93.184.216.34/|https://93.184.216.34/",
      "https://[2606:4700::1111]/x|https://[2606:4700::1111]/x"})
  void hasOneFormOfEachAddress(String given, String form) {
    assertThat(EgressUrl.parse(given).text()).isEqualTo(form);
    assertThat(EgressUrl.parse(form)).isEqualTo(EgressUrl.parse(given));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.org", "http://example.org", "ftp://example.org", "https:///x", "https://",
      "https://user@example.org", "https://user:pw@example.org", "https://example.org:99999", "https://example.org:",
      "https://example.org\\@evil.example.com", "https://example.org@evil.example.com", "https://exa mple.org",
      "https://example.org/a b", "https://example.org/\r\nX: 1", "https://127.0.0.1/", "https://localhost/",
      "https://2130706433/", "https://0x7f.1/", "https://[::1]/", "https://[::ffff:7f00:1]/", "https://example.org./",
      "https://printer.local/", "https://example.org/../x", "https://example.org/a/%2e%2E/x", "https://example.org/./x",
      "https://gооgle.com/", "https://exam%70le.org/", "https:example.org", "javascript:alert(1)",
      "file:///etc/passwd"})
  void refusesWhatIsNoneOrHidesWhereItLeads(String text) {
    assertThatThrownBy(() -> EgressUrl.parse(text)).isInstanceOf(IronclawException.class)
        .hasMessageStartingWith("the url ");
  }

  @Test
  void sortsOutPathsThatTwoServersReadTwoWays() {
    for (String path : new String[]{"/a%2fb", "/a%5Cb", "/a//b", "/a%00", "/a%0d%0ab", "/a/..;/admin",
        "/a/.;x/b", "/a/%2e%2e;x/b", "/a/.%2E%3Bx", "/a/%252e%252e/b", "/a/..;", "/a/%25"}) {
      assertThat(EgressUrl.parse("https://example.org" + path).isAmbiguous()).as(path).isTrue();
    }
    for (String path : List.of("/a/b%20c", "/a;x/b", "/a/b..;x", "/a/...;x", "/a/x.;y?q=%25")) {
      assertThat(EgressUrl.parse("https://example.org" + path).isAmbiguous()).as(path).isFalse();
    }
  }
}
