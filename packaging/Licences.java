import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Lists what the installer holds and under which licence, from the bill of materials.
///
/// Usage: `java -cp <jackson> Licences.java BOM`
final class Licences {
  private Licences() {}

  public static void main(String... arguments) throws IOException {
    JsonNode bom = new ObjectMapper().readTree(Path.of(arguments[0]).toFile());
    Map<String, String> found = new TreeMap<>();
    for (JsonNode part : bom.get("components")) {
      StringBuilder licences = new StringBuilder();
      for (JsonNode choice : part.path("licenses")) {
        JsonNode licence = choice.path("license");
        String name = licence.has("id") ? licence.path("id").asString()
            : licence.path("name").asString(choice.path("expression").asString(""));
        licences.append(licences.isEmpty() ? "" : ", ").append(name);
      }
      if (licences.isEmpty()) {
        throw new IllegalStateException(part.path("name") + " states no licence: add it to its pom or to Licences.java");
      }
      found.put(part.path("group").asString("") + ":" + part.path("name").asString("") + " "
          + part.path("version").asString(""), licences.toString());
    }
    found.forEach((part, licences) -> System.out.println(part + ": " + licences));
  }
}
