package dev.ironclaw.controlplane.kind;

import java.util.List;
import java.util.Optional;

/// Which addresses lead to the public network and nowhere else: what is local, special or carries another address inside is
/// none.
public final class PublicAddress {
  private static final int FOUR_BYTES = 4;
  private static final int SIX_BYTES = 16;

  private PublicAddress() {}

  private record Range(int first, int bits, String what) {
    boolean holds(int address) {
      return (address ^ first) >>> (32 - bits) == 0;
    }
  }

  /// IANA's special-purpose registry, and what is no unicast.
  private static final List<Range> SPECIAL = List.of(range(0, 0, 0, 8, "this host"), range(10, 0, 0, 8, "private"),
      range(100, 64, 0, 10, "carrier-grade NAT"), range(127, 0, 0, 8, "loopback"),
      range(169, 254, 0, 16, "link-local or cloud metadata"), range(172, 16, 0, 12, "private"),
      range(192, 0, 0, 24, "special"), range(192, 0, 2, 24, "documentation"), range(192, 88, 99, 24, "a relay"),
      range(192, 168, 0, 16, "private"), range(198, 18, 0, 15, "benchmarking"),
      range(198, 51, 100, 24, "documentation"), range(203, 0, 113, 24, "documentation"),
      range(224, 0, 0, 4, "multicast"), range(240, 0, 0, 4, "reserved or broadcast"));

  private static Range range(int a, int b, int c, int bits, String what) {
    return new Range(a << 24 | b << 16 | c << 8, bits, what);
  }

  /// Why nobody may connect there, as the end of a sentence.
  ///
  /// @param address four or sixteen bytes
  public static Optional<String> objection(byte[] address) {
    return switch (address.length) {
      case FOUR_BYTES -> {
        int number = (address[0] & 0xff) << 24 | (address[1] & 0xff) << 16 | (address[2] & 0xff) << 8
            | (address[3] & 0xff);
        yield SPECIAL.stream().filter(range -> range.holds(number)).findFirst()
            .map(range -> "is a " + range.what() + " address");
      }
      case SIX_BYTES -> six(address);
      default -> Optional.of("is no address");
    };
  }

  /// Only global unicast (2000::/3) leads outside; of that, what carries an IPv4 address (6to4, Teredo, ISATAP) or is for
  /// documents does not. NAT64, mapped and compatible addresses lie outside of it.
  private static Optional<String> six(byte[] address) {
    int[] groups = new int[SIX_BYTES / 2];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = (address[2 * i] & 0xff) << 8 | (address[2 * i + 1] & 0xff);
    }
    boolean global = groups[0] >>> 13 == 1;
    boolean carries = groups[0] == 0x2002 || (groups[0] == 0x2001 && groups[1] < 0x200)
        || ((groups[4] & 0xfdff) == 0 && groups[5] == 0x5efe);
    boolean documents = (groups[0] == 0x2001 && groups[1] == 0xdb8) || groups[0] == 0x3fff;
    return global && !carries && !documents
        ? Optional.empty()
        : Optional.of("is no public IPv6 address (loopback, local, mapped, tunnelled or reserved)");
  }
}
