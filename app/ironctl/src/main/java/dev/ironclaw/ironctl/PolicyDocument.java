package dev.ironclaw.ironctl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The policy as the control plane gives it, to be edited part by part. Its form is the kind `policy`'s; what makes sense is
/// for the control plane to say.
final class PolicyDocument {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  PolicyDocument(Object document) {
    if (!(document instanceof Map<?, ?> map)) {
      throw new CommandFailure(ExitCode.FAILED, "the control plane's policy is no document; is it a newer version?");
    }
    map.forEach((key, value) -> fields.put(String.valueOf(key), value));
  }

  Object whole() {
    return fields;
  }

  PolicyDocument add(String list, Map<String, Object> rule) {
    List<Object> rules = rules(list);
    rules.add(rule);
    fields.put(list, rules);
    return this;
  }

  /// @param number from 1, as `policy show` has it
  PolicyDocument remove(String list, int number) {
    List<Object> rules = rules(list);
    if (number < 1 || number > rules.size()) {
      throw new CommandFailure(ExitCode.USAGE, "there is no rule " + number + "; see ironctl policy show");
    }
    rules.remove(number - 1);
    fields.put(list, rules);
    return this;
  }

  PolicyDocument set(String field, Object value) {
    fields.put(field, value);
    return this;
  }

  PolicyDocument clear(String field) {
    fields.remove(field);
    return this;
  }

  private List<Object> rules(String list) {
    return fields.get(list) instanceof List<?> present ? new ArrayList<>(present) : new ArrayList<>();
  }
}
