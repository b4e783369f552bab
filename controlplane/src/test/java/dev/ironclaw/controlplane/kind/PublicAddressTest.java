package dev.ironclaw.controlplane.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The table, at both edges of every range and on both sides of each edge.
class PublicAddressTest {
  private static boolean isPublic(String address) {
    return PublicAddress.objection(InetAddress.ofLiteral(address).getAddress()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0,0.255.255.255,,1.0.0.0", "10.0.0.0,10.255.255.255,9.255.255.255,11.0.0.0",
      "100.64.0.0,100.127.255.255,100.63.255.255,100.128.0.0", "127.0.0.0,127.255.255.255,126.255.255.255,128.0.0.0",
      "169.254.0.0,169.254.255.255,169.253.255.255,169.255.0.0", "172.16.0.0,172.31.255.255,172.15.255.255,172.32.0.0",
      "192.0.0.0,192.0.0.255,191.255.255.255,192.0.1.0", "192.0.2.0,192.0.2.255,192.0.1.255,192.0.3.0",
      "192.88.99.0,192.88.99.255,192.88.98.255,192.88.100.0", "192.168.0.0,192.168.255.255,192.167.255.255,192.169.0.0",
      "198.18.0.0,198.19.255.255,198.17.255.255,198.20.0.0", "198.51.100.0,198.51.100.255,198.51.99.255,198.51.101.0",
      "203.0.113.0,203.0.113.255,203.0.112.255,203.0.114.0", "224.0.0.0,255.255.255.255,223.255.255.255,"})
  void endsEachRangeOfIpv4WhereItEnds(String first, String last, String before, String after) {
    assertThat(isPublic(first)).as(first).isFalse();
    assertThat(isPublic(last)).as(last).isFalse();
    if (before != null) {
      assertThat(isPublic(before)).as(before).isTrue();
    }
    if (after != null) {
      assertThat(isPublic(after)).as(after).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"::", "::1", "::8.8.8.8", "64:ff9b::8.8.8.8", "64:ff9b::1",
      "64:ff9b:1::1", "64:ff9b:1:ffff::8.8.8.8", "100::1", "100:0:0:1::1", "1fff:ffff::1", "2001::1", "2001:0:a00:1::1",
      "2001:2::1", "2001:10::1", "2001:20::1", "2001:1ff::1", "2001:db8::1", "2001:db8:ffff::1", "2002::1",
      "2002:a00:1::1", "2002:ffff::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fdff::1",
      "fe80::1",
      "febf::1", "fec0::1", "ff00::1", "ff02::1", "ffff::1", "2a00:1:2:3:0:5efe:a00:1", "2a00:1:2:3:200:5efe:a00:1"})
  void letsNoIpv6ThroughThatIsLocalOrCarriesAnotherAddress(String address) {
    assertThat(isPublic(address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2000::1", "2001:200::1", "2001:db7::1", "2001:db9::1", "2003::1", "2606:4700::1111",
      "2a00:1450:4001:801::200e", "3ffe::1", "2a00:1:2:3:0:5eff:a00:1"})
  void letsPublicIpv6Through(String address) {
    assertThat(isPublic(address)).isTrue();
  }

  @Test
  void takesNoOtherLength() {
    assertThat(PublicAddress.objection(new byte[0])).isPresent();
    assertThat(PublicAddress.objection(new byte[5])).isPresent();
  }
}
