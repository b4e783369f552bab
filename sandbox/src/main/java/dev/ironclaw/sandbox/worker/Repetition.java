package dev.ironclaw.sandbox.worker;

import dev.ironclaw.sandbox.json.JsonWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How often the same tool has failed with the same arguments: the model is told once, from then on it has a few more
/// attempts, and then the job has failed.
final class Repetition {
  private static final int TOLD = 3;
  private static final int ENDS = 6;

  private final Map<String, Integer> failures = new HashMap<>();

  /// What the model is told besides the failure.
  Optional<String> failed(ToolRequest request) {
    int times = failures.merge(key(request), 1, Integer::sum);
    return times == TOLD
        ? Optional
            .of("[This same call has now failed " + times + " times. Do not make it again: change it, or say what is"
                + " missing.]")
        : Optional.empty();
  }

  /// Which tool has failed so often that the job is to end.
  Optional<String> hopeless(List<ToolRequest> requests) {
    return requests.stream().filter(request -> failures.getOrDefault(key(request), 0) >= ENDS)
        .map(ToolRequest::name).findFirst();
  }

  private static String key(ToolRequest request) {
    return request.name() + " " + new JsonWriter().value(request.arguments()).text();
  }
}
