package dev.ironclaw.sandbox.worker;

import dev.ironclaw.sandbox.json.JsonValue.Obj;
import java.io.IOException;

/// Changes parts of files: one text for another, or a whole patch.
record ApplyPatch(Places places) implements JobTool {
  @Override
  public String name() {
    return "apply_patch";
  }

  @Override
  public String description() {
    return """
        Changes parts of text files. Either give "path", "old_string" and "new_string": the old text must be in the file \
        exactly once (or say "replace_all"). Or give "patch", all or nothing:
        *** Begin Patch
        *** Update File: path
        @@ optional line above the place, such as a function's head
         a line of context
        -a line to take away
        +a line to put in
        *** Add File: path
        +its lines
        *** Delete File: path
        *** End Patch""";
  }

  @Override
  public String schema() {
    return """
        {"type":"object","properties":{"path":{"type":"string"},"old_string":{"type":"string"},\
        "new_string":{"type":"string"},"replace_all":{"type":"boolean"},"patch":{"type":"string"}},\
        "additionalProperties":false}""";
  }

  @Override
  public boolean onlyReads() {
    return false;
  }

  @Override
  public Outcome run(Obj input, Deadline deadline) throws IOException {
    if (input.optionalText("patch").isPresent()) {
      return Outcome.done(Patch.parse(input.text("patch")).apply(places));
    }
    return replace(input.text("path"), input.text("old_string"), input.text("new_string"),
        input.member("replace_all").isPresent() && input.flag("replace_all"));
  }

  private Outcome replace(String path, String old, String changed, boolean all) throws IOException {
    if (old.isEmpty() || old.equals(changed)) {
      return Outcome.failed("\"old_string\" must have words, and \"new_string\" others");
    }
    String content = places.readToChange(path);
    int first = content.indexOf(old);
    if (first < 0) {
      return Outcome.failed("\"old_string\" is not in " + path + "; read the file and give its words exactly");
    }
    if (!all && content.indexOf(old, first + 1) >= 0) {
      return Outcome
          .failed("\"old_string\" is in " + path + " more than once; give more lines around it, or replace_all");
    }
    places.write(path, all
        ? content.replace(old, changed)
        : content.substring(0, first) + changed + content.substring(first + old.length()));
    return Outcome.done("changed " + path);
  }
}
