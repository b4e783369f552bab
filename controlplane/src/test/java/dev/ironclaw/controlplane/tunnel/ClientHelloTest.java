package dev.ironclaw.controlplane.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.tunnel.ClientHello.Reading;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/// Reads what a real client says, and survives everything else.
class ClientHelloTest {
  private static byte[] hello(List<String> names) throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine("ignored.example.org", 443);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(names.stream().map(SNIHostName::new).map(name -> (javax.net.ssl.SNIServerName) name)
        .toList());
    engine.setSSLParameters(parameters);
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), out);
    out.flip();
    byte[] bytes = new byte[out.remaining()];
    out.get(bytes);
    return bytes;
  }

  private static Reading read(byte[] bytes) {
    return ClientHello.read(ByteBuffer.wrap(bytes));
  }

  @Test
  void readsTheNameOfARealClientWhereverItIsCut() throws Exception {
    byte[] hello = hello(List.of("API.example.org"));
    assertThat(read(hello)).isEqualTo(new Reading.Names("api.example.org"));
    for (int length = 0; length < hello.length; length++) {
      assertThat(ClientHello.read(ByteBuffer.wrap(hello, 0, length))).as("%d bytes", length)
          .isEqualTo(new Reading.More());
    }
  }

  @Test
  void readsAHelloThatIsSpreadOverManyRecords() throws Exception {
    byte[] hello = hello(List.of("api.example.org"));
    ByteBuffer spread = ByteBuffer.allocate(hello.length * 7);
    for (int at = 5; at < hello.length; at++) {
      spread.put((byte) 22).put((byte) 3).put((byte) 3).putShort((short) 1).put(hello[at]);
    }
    assertThat(ClientHello.read(spread.flip())).isEqualTo(new Reading.Names("api.example.org"));
  }

  @Test
  void refusesOneThatNamesNobody() throws Exception {
    assertThat(read(hello(List.of()))).isEqualTo(new Reading.Wrong("its TLS names no host"));
    assertThat(read("SSH-2.0-x\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
        .isEqualTo(new Reading.Wrong("it does not begin with TLS"));
  }

  @Test
  void answersWhateverComes() throws Exception {
    Random random = new Random(11);
    byte[] hello = hello(List.of("api.example.org"));
    for (int round = 0; round < 20_000; round++) {
      byte[] broken = hello.clone();
      for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      assertThat(read(broken)).isNotNull();
    }
  }
}
