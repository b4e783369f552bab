package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.WorkerApi;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// How the official command line tool is started. Nothing that a project says of itself reaches it: no settings, hooks,
/// servers, agents, skills or instructions of the project are loaded, so none can widen its tools or run by itself. Its
/// own state lies in a folder of the job's, and the project is written by its tools alone.
///
/// @param program the tool
/// @param state a folder for its sessions, outside the project
/// @param token the file that holds the job's token
/// @param port of the forwarder on 127.0.0.1
record ClaudeCommand(Path program, Path state, Path token, JobId job, int port) {
  private static final List<String> USUAL_TOOLS = List.of("Bash", "Read", "Write", "Edit", "Glob", "Grep",
      "NotebookEdit", "Task", "TodoWrite");
  private static final Pattern TOOL = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}(\\([^\\p{Cntrl}]{1,500}\\))?");
  private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/\\[\\]-]{0,199}");

  /// @param session the one to go on with
  List<String> words(Assignment assignment, Optional<String> session) {
    List<String> tools = tools(assignment.allowedTools());
    List<String> words = new ArrayList<>(List.of(program.toString(), "-p", "--input-format", "text", "--output-format",
        "stream-json", "--verbose", "--max-turns", Integer.toString(assignment.maxIterations())));
    if (!assignment.model().isBlank()) {
      words.add("--model");
      words.add(checked(MODEL, assignment.model(), "a model's name"));
    }
    words.addAll(List.of("--restricted", "--safe-mode", "--setting-sources=", "--strict-mcp-config",
        "--disable-slash-commands", "--permission-mode", "dontAsk", "--permission-prompts", "none", "--settings",
        settings()));
    words.addAll(List.of("--append-system-prompt", "You do this job alone, in a container: nobody can answer questions."
        + " Files to hand over besides the project go to " + WorkerApi.OUTPUT + "."));
    if (Files.isDirectory(Path.of(WorkerApi.OUTPUT))) {
      words.addAll(List.of("--add-dir", WorkerApi.OUTPUT));
    }
    // What there is at all, which its helpers can't go beyond either; then what of it needs no yes.
    words.addAll(List.of("--tools", String.join(",", tools.stream().map(ClaudeCommand::name).distinct().toList())));
    words.add("--allowedTools");
    words.addAll(tools);
    session.ifPresent(id -> words.addAll(List.of("--resume", id)));
    return words;
  }

  /// The token is read from its file when it is needed: in an environment every program of the job would have it, and show
  /// it in whatever it prints. Whoever reads the file has no more than this job's own doors, as the job has anyway.
  private String settings() {
    String path = "'" + token.toString().replace("'", "'\\''") + "'";
    return new JsonWriter().object().text("apiKeyHelper", "cat " + path).flag("disableAllHooks", true).endObject()
        .text();
  }

  Map<String, String> environment(ChildEnvironment children, Path shell) {
    Map<String, String> variables = new LinkedHashMap<>(children.whole());
    variables.put("SHELL", shell.toString());
    variables.put("CLAUDE_CONFIG_DIR", state.toString());
    variables.put("ANTHROPIC_BASE_URL",
        "http://127.0.0.1:" + port + WorkerApi.BASE + job + "/" + WorkerApi.ANTHROPIC);
    // What its company tries out is not let through, and the program goes without where it is told.
    for (String off : List.of("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS",
        "DISABLE_AUTOUPDATER", "DISABLE_TELEMETRY", "DISABLE_ERROR_REPORTING", "CLAUDE_CODE_DISABLE_AUTO_MEMORY")) {
      variables.put(off, "1");
    }
    // About a minute in all: as long as a host takes to start again.
    variables.put("CLAUDE_CODE_MAX_RETRIES", "7");
    return variables;
  }

  private static List<String> tools(List<String> allowed) {
    return (allowed.isEmpty() ? USUAL_TOOLS : allowed).stream().map(String::strip)
        .map(tool -> checked(TOOL, tool, "a tool, such as Read or Bash(git *)"))
        .map(tool -> tool.endsWith("(*)") ? name(tool) : tool).toList();
  }

  private static String name(String tool) {
    return tool.contains("(") ? tool.substring(0, tool.indexOf('(')) : tool;
  }

  /// Nothing that is given becomes an option.
  private static String checked(Pattern form, String given, String what) {
    if (!form.matcher(given).matches()) {
      throw Places.wrong("start Claude Code: \"" + given + "\" is not " + what);
    }
    return given;
  }
}
