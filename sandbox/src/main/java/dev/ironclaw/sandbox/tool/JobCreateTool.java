package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.BoxClient;

/// Starts a long task in a container of its own. The host enforces the right and the limits.
public final class JobCreateTool implements Tool {
  private final BoxClient host;

  public JobCreateTool(BoxClient host) {
    this.host = host;
  }

  @Override
  public String name() {
    return ToolName.JOB_CREATE;
  }

  @Override
  public String description() {
    return "Starts a long task that works by itself in a container with a shell, a new empty folder and no network. It knows only"
        + " the description. With a project_dir, credential_grants or allowed_hosts, or where claude_code is another company's than"
        + " you, a human approves it first. Answers with its id; its result comes as a message here, with the next one where such"
        + " a message led you to start it.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"title":{"type":"string","maxLength":200,"description":"one line for people"},
        "description":{"type":"string","maxLength":65536},"mode":{"type":"string","enum":["worker","claude_code"]},
        "project_dir":{"type":"string","description":"name of an existing project; a human approves it first"},
        "credential_grants":{"type":"array","maxItems":20,"description":"a human approves them first","items":{"type":"object",
        "properties":{"env_var":{"type":"string"},"source":{"type":"string"}},"required":["env_var","source"]}},
        "allowed_hosts":{"type":"array","maxItems":20,"items":{"type":"string"},
        "description":"hosts that it may reach by TLS: api.github.com, *.example.com; a human approves them first"},
        "reason":{"type":"string","description":"for the human who decides"}},
        "required":["title","description"],"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    call.input().text("title");
    call.input().text("description");
    return call.byHost(host, name());
  }
}
