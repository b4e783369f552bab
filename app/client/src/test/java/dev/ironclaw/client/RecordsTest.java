package dev.ironclaw.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.contract.api.HealthView;
import dev.ironclaw.contract.api.StatusView;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Against the library that the control plane itself reads and writes with.
class RecordsTest {
  private static final JsonMapper LIBRARY = JsonMapper.builder()
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_ABSENT)).build();

  @Test
  void readsAndWritesEveryRecordOfTheContractAsTheLibraryDoes() throws Exception {
    List<Class<?>> records = records();
    assertThat(records).hasSizeGreaterThan(80).contains(StatusView.class, StatusView.AuditHeadView.class);
    for (Class<?> type : records) {
      Object full = sample(type);
      String json = LIBRARY.writeValueAsString(full);
      assertThat(LIBRARY.readTree(Json.write(full))).as("%s", type).isEqualTo(LIBRARY.readTree(json));
      assertThat(Wire.read(bytes(json), type)).as("%s", type).isEqualTo(LIBRARY.readValue(json, type));
      assertThat(read(type, "{}")).as("%s of nothing", type).isEqualTo(readByLibrary(type, "{}"));
    }
  }

  @Test
  void skipsWhatItDoesNotKnowAndKeepsWhatItIsNotToldOfEmpty() {
    HealthView health = Wire.read(bytes("{\"status\":\"ok\",\"version\":\"9\",\"moon\":{\"phase\":[1,{}]}}"),
        HealthView.class);
    assertThat(health).isEqualTo(new HealthView("ok", "9"));
  }

  @Test
  void refusesWhatIsNoneOfIt() {
    for (String wrong : List.of("", "[]", "null", "7", "{\"status\":1}", "{\"status\":\"ok\"", "{} {}",
        "{\"status\":[]}", "{\"version\":true}", "[".repeat(2_000))) {
      assertThatThrownBy(() -> Wire.read(bytes(wrong), HealthView.class)).as(wrong).isInstanceOf(ApiException.class)
          .hasMessageContaining("not what this version expects");
    }
    assertThatThrownBy(() -> Wire.readList(bytes("{}"), HealthView.class)).isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> Wire.readList(bytes("[null]"), HealthView.class)).isInstanceOf(ApiException.class);
  }

  @Test
  void doesNotRoundNumbers() {
    String entry = "{\"seq\":%s,\"time\":\"t\",\"stage\":\"s\",\"kind\":\"k\",\"actor\":\"a\",\"hash\":\"h\"}";
    assertThat(Wire.read(bytes(entry.formatted(Long.MAX_VALUE)), AuditEntryView.class).seq()).isEqualTo(Long.MAX_VALUE);
    for (String wrong : List.of("9223372036854775808", "1.5", "\"1\"", "null", "1e3")) {
      assertThatThrownBy(() -> Wire.read(bytes(entry.formatted(wrong)), AuditEntryView.class)).as(wrong)
          .isInstanceOf(ApiException.class);
    }
  }

  private static Optional<Object> read(Class<?> type, String json) {
    try {
      return Optional.of(Wire.read(bytes(json), type));
    } catch (ApiException _) {
      // silent-ok: a refusal is compared.
      return Optional.empty();
    }
  }

  private static Optional<Object> readByLibrary(Class<?> type, String json) {
    try {
      return Optional.of(LIBRARY.readValue(json, type));
    } catch (JacksonException _) {
      // silent-ok: a refusal is compared.
      return Optional.empty();
    }
  }

  private static Object sample(Type type) throws ReflectiveOperationException {
    return switch (type) {
      case ParameterizedType generic when generic.getRawType() == Optional.class ->
        Optional.of(sample(generic.getActualTypeArguments()[0]));
      case ParameterizedType generic when generic.getRawType() == List.class ->
        List.of(sample(generic.getActualTypeArguments()[0]));
      case ParameterizedType generic when generic.getRawType() == Map.class ->
        Map.of("k", sample(generic.getActualTypeArguments()[1]));
      case Class<?> plain when plain.isRecord() -> record(plain);
      case Class<?> plain when plain == String.class -> "te\"xt\n\u00e9\u20ac";
      case Class<?> plain when plain == Object.class -> Map.of("k", List.of(1, "x", true, 1.5, 1L << 40));
      case Class<?> plain when plain == boolean.class || plain == Boolean.class -> true;
      case Class<?> plain when plain == int.class || plain == Integer.class -> 7;
      case Class<?> plain when plain == long.class || plain == Long.class -> 1L << 40;
      case Class<?> plain when plain == double.class || plain == Double.class -> 1.25;
      default ->
        throw new IllegalArgumentException("the contract has something new, which the client has to learn: " + type);
    };
  }

  private static Object record(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      arguments[i] = sample(components[i].getGenericType());
    }
    Constructor<?> canonical = type
        .getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    return canonical.newInstance(arguments);
  }

  private static List<Class<?>> records() throws Exception {
    Path from = Path.of(StatusView.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(from)) {
      return records(from);
    }
    try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + from.toUri()), Map.of())) {
      return records(jar.getPath("/"));
    }
  }

  private static List<Class<?>> records(Path root) throws IOException, ClassNotFoundException {
    List<Class<?>> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(root.resolve("dev/ironclaw/contract/api"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".class") && !name.equals("package-info.class")) {
          Class<?> type = Class.forName("dev.ironclaw.contract.api." + name.replace(".class", ""));
          if (type.isRecord()) {
            records.add(type);
          }
        }
      }
    }
    return records;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
