package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.ToolName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Replaces words in a file. The host enforces it: without a grant the workspace is read-only or absent.
public final class EditFileTool implements Tool {
  private final Workspace workspace;

  public EditFileTool(Workspace workspace) {
    this.workspace = workspace;
  }

  @Override
  public String name() {
    return ToolName.EDIT_FILE;
  }

  @Override
  public String description() {
    return "Replaces text in a UTF-8 file of the workspace, whole or not at all. \"old\" must be exactly what stands there, "
        + "once; with \"all\" every place is replaced. Read the file first.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"path":{"type":"string"},"old":{"type":"string"},"new":{"type":"string"},\
        "all":{"type":"boolean"}},"required":["path","old","new"],"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    String path = call.input().text("path");
    String before = call.input().text("old");
    String after = call.input().text("new");
    boolean all = call.input().member("all").isPresent() && call.input().flag("all");
    if (before.isEmpty() || before.equals(after)) {
      return ToolResult.failed("edit_file: \"old\" is empty or the same as \"new\"");
    }
    String text = text(path, workspace.read(name(), path));
    List<Integer> places = places(text, before, after);
    if (places.isEmpty()) {
      // Also when a box that was killed after the edit does the call again; only whoever reads the file can tell.
      boolean made = !after.isEmpty() && text.contains(after);
      return ToolResult.failed("edit_file: " + path + " does not contain \"old\""
          + (made ? ", but already reads so where \"new\" stands; nothing was changed" : "")
          + "; read the file and copy it exactly");
    }
    if (places.size() > 1 && !all) {
      return ToolResult.failed("edit_file: \"old\" stands " + places.size() + " times in " + path
          + "; add what stands around the one that you mean, or set \"all\"");
    }
    workspace.write(name(), path, replaced(text, places, before, after).getBytes(StandardCharsets.UTF_8));
    return ToolResult.done("replaced " + places.size() + (places.size() == 1 ? " place in " : " places in ") + path);
  }

  /// Where it stands, but for what is part of a replacement that was made already.
  private static List<Integer> places(String text, String before, String after) {
    List<Integer> places = new ArrayList<>();
    int inside = after.indexOf(before);
    int at = text.indexOf(before);
    while (at >= 0) {
      boolean made = inside >= 0 && at >= inside && text.startsWith(after, at - inside);
      if (!made) {
        places.add(at);
      }
      at = text.indexOf(before, made ? at - inside + after.length() : at + before.length());
    }
    return places;
  }

  private static String replaced(String text, List<Integer> places, String before, String after) {
    StringBuilder edited = new StringBuilder();
    int from = 0;
    for (int place : places) {
      edited.append(text, from, place).append(after);
      from = place + before.length();
    }
    return edited.append(text, from, text.length()).toString();
  }

  private static String text(String path, byte[] content) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, path + " is not UTF-8 text, and would be damaged", e);
    }
  }
}
