package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.registry.JobOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads what is asked of a job.
final class JobPayloadReader {
  private static final int MAX_TITLE = 200;
  private static final int MAX_DESCRIPTION = 64 << 10;
  private static final int MAX_NAME = 128;
  private static final int MAX_GRANTS = 20;
  private static final int MAX_HOSTS = 20;
  private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]{0,63}");
  private static final Pattern PROJECT = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}\\p{M}._ -]{0,99}");
  private static final Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.JOB,
      "{\"title\": one line, \"description\": text, \"mode\"?: worker|claude_code, \"project_dir\"?: name of a folder of "
          + "projects, \"credential_grants\"?: [{\"env_var\", \"source\"}], at most " + MAX_GRANTS
          + ", \"allowed_hosts\"?: [" + HostPattern.FORM + "], at most " + MAX_HOSTS
          + ", \"call\"?: text that tells it from another of the same words}; {\"remove\": id of the job}");

  private final Basis base;

  JobPayloadReader(Basis base) {
    this.base = base;
  }

  JobPayload read(JsonNode after) {
    Fields fields = SCHEMA.object(after);
    JobPayload payload = fields.has("remove")
        ? new JobPayload.Withdraw(fields.id("remove", JobId::new)
            .orElseThrow(() -> SCHEMA.invalid("\"remove\" names no job")))
        : order(fields);
    fields.end();
    return payload;
  }

  private JobPayload.Order order(Fields fields) {
    String title = fields.requiredName("title", MAX_TITLE);
    String description = fields.text("description", MAX_DESCRIPTION).filter(text -> !text.isBlank())
        .orElseThrow(() -> SCHEMA.invalid("\"description\" is missing or blank"));
    JobMode mode = fields.oneOf("mode", JobMode.values(), JobMode::wireName).orElse(JobMode.WORKER);
    Optional<String> project = fields.identifier("project_dir", MAX_NAME * 2);
    if (project.filter(name -> !PROJECT.matcher(name).matches() || name.contains("..")).isPresent()) {
      throw SCHEMA.hostile("\"project_dir\" is no name of a folder right below the folder of projects");
    }
    SortedMap<String, String> grants = new TreeMap<>();
    fields.items("credential_grants", JobPayloadReader::grant).ifPresent(all -> all.forEach(grant -> {
      if (grants.put(grant.getKey(), grant.getValue()) != null) {
        throw SCHEMA.invalid("two credentials are for " + grant.getKey());
      }
    }));
    if (grants.size() > MAX_GRANTS) {
      throw SCHEMA.invalid("\"credential_grants\" has more than " + MAX_GRANTS);
    }
    List<String> hosts = fields.items("allowed_hosts", JobPayloadReader::host).orElse(List.of());
    if (hosts.size() > MAX_HOSTS || Set.copyOf(hosts).size() != hosts.size()) {
      throw SCHEMA.invalid("\"allowed_hosts\" has more than " + MAX_HOSTS + ", or names one twice");
    }
    Optional<String> call = fields.identifier("call", MAX_NAME);
    JobOrder unnamed = new JobOrder(new JobId("00000000-0000-0000-0000-000000000000"), base.requireAgent().id(), title,
        description, mode, project, grants, new TreeSet<>(hosts), call);
    return new JobPayload.Order(
        new JobOrder(idOf(new JobPayload.Order(unnamed)), unnamed.agentGroup(), title, description,
            mode, project, grants, unnamed.hosts(), call));
  }

  private static Map.Entry<String, String> grant(JsonNode value) {
    Fields fields = SCHEMA.object(value);
    String variable = fields.requiredIdentifier("env_var", MAX_NAME);
    String source = fields.requiredIdentifier("source", MAX_NAME);
    fields.end();
    if (!VARIABLE.matcher(variable).matches()) {
      throw SCHEMA.hostile("\"env_var\" must match " + VARIABLE.pattern());
    }
    return Map.entry(variable, source);
  }

  private static String host(JsonNode value) {
    try {
      return HostPattern.of(SCHEMA.name("a host", value, MAX_NAME * 2)).text();
    } catch (IronclawException noHost) {
      throw SCHEMA.hostile(String.valueOf(noHost.getMessage()));
    }
  }

  /// Made of all of it, so that asking twice is asking once.
  private static JobId idOf(JobPayload.Order order) {
    ObjectNode all = (ObjectNode) order.toJson();
    String digits = CanonicalJson.digest(all.put("agent", order.order().agentGroup().value()));
    return new JobId(digits.substring(0, 8) + "-" + digits.substring(8, 12) + "-" + digits.substring(12, 16) + "-"
        + digits.substring(16, 20) + "-" + digits.substring(20, 32));
  }
}
