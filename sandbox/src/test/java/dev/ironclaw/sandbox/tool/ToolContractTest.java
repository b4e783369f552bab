package dev.ironclaw.sandbox.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.testing.FakeBoxClient;
import dev.ironclaw.sandbox.testing.FakeSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every compiled tool must hold, and what each may do.
class ToolContractTest {
  @TempDir
  private Path folder;

  private final FakeSession session = new FakeSession();
  private final FakeBoxClient host = new FakeBoxClient(session);

  private List<Tool> tools(boolean mounted) {
    Workspace workspace = new Workspace(folder, mounted);
    return List.of(new SendMessageTool(host), new ReadFileTool(workspace), new WriteFileTool(workspace),
        new ListDirTool(workspace), new ReadPersonaTool(host), new RequestCapabilityTool(host),
        new AskUserQuestionTool(host),
        new ScheduleTaskTool(host), new ListTasksTool(host), new UpdateTaskTool(host), new PauseTaskTool(host),
        new ResumeTaskTool(host), new CancelTaskTool(host), new ListDestinationsTool(host), new MessageAgentTool(host),
        new CreateAgentTool(host), new EditFileTool(workspace), new SearchFilesTool(workspace), new SendFileTool(host),
        new RememberTool(host), new RecallTool(host),
        new HttpFetchTool(host), new RequestApiAccessTool(host), new WebSearchTool(host), new JobCreateTool(host),
        new JobStatusTool(host), new JobCancelTool(host));
  }

  private ToolResult call(boolean mounted, String name, String input) {
    return new ToolRegistry(tools(mounted)).invoke(name,
        new ToolCall(JsonReader.object(input), session.says("x", true), new MessageId("out_in_2_0_0"),
            new Cancellation()));
  }

  private String refusal(String name, String input) {
    ToolResult result = call(true, name, input);
    assertThat(result.isError()).as(result.text()).isTrue();
    return result.text();
  }

  @Test
  void areThoseOfTheContractWithASchemaAndADescription() {
    assertThat(tools(true)).extracting(Tool::name).containsExactlyInAnyOrderElementsOf(ToolName.ALL);
    for (Tool tool : tools(true)) {
      assertThat(JsonReader.object(tool.inputSchema()).text("type")).isEqualTo("object");
      assertThat(tool.description()).hasSizeBetween(20, 400);
    }
  }

  @Test
  void turnWrongInputIntoAResult() {
    for (String name : List.of("send_message", "read_file", "write_file", "request_capability_change", "schedule_task",
        "update_task", "pause_task", "resume_task", "cancel_task", "unknown")) {
      assertThat(refusal(name, "{\"path\":7,\"text\":[],\"kind\":{}}")).isNotBlank();
    }
  }

  @Test
  void neverBearAReservedOrTakenName() {
    Tool send = new SendMessageTool(host);
    assertThatExceptionOfType(IronclawException.class).isThrownBy(() -> new ToolRegistry(List.of(send, send)));
    assertThat(ToolRegistry.RESERVED).hasSize(9);
    for (String reserved : ToolRegistry.RESERVED) {
      assertThatExceptionOfType(IronclawException.class)
          .isThrownBy(() -> new ToolRegistry(List.of(new NamedTool(reserved)))).withMessageContaining(reserved);
    }
  }

  @Test
  void writeReadAndListFilesOfTheWorkspace() throws IOException {
    assertThat(call(true, "write_file", "{\"path\":\"a/b/ü.txt\",\"content\":\"hé\"}").text())
        .isEqualTo("wrote 3 bytes to a/b/ü.txt");
    assertThat(call(true, "read_file", "{\"path\":\"" + folder + "/a/./b/ü.txt\"}")).isEqualTo(ToolResult.done("hé"));
    assertThat(call(true, "list_dir", "{\"path\":\"a/b\"}").text()).isEqualTo("ü.txt (3 bytes)");
    assertThat(call(true, "list_dir", "{}").text()).isEqualTo("a/");
    assertThat(Files.readString(folder.resolve("a/b/ü.txt"))).isEqualTo("hé");
  }

  @Test
  void leaveTheWorkspaceByNoPathAndNoLink(@TempDir Path outside) throws IOException {
    Files.writeString(outside.resolve("secret"), "s3cret");
    Files.createSymbolicLink(folder.resolve("link"), outside.resolve("secret"));
    Files.createSymbolicLink(folder.resolve("dir"), outside);
    for (String path : List.of("../" + outside.getFileName() + "/secret", "/etc/passwd", "link", "dir/secret",
        outside + "/secret", "a/../../x", folder + "/../" + outside.getFileName() + "/secret", "")) {
      assertThat(refusal("read_file", "{\"path\":\"" + path + "\"}")).doesNotContain("s3cret");
      refusal("write_file", "{\"path\":\"" + path + "\",\"content\":\"owned\"}");
    }
    refusal("list_dir", "{\"path\":\"dir\"}");
    assertThat(Files.readString(outside.resolve("secret"))).isEqualTo("s3cret");
    assertThat(outside.toFile().list()).containsExactly("secret");
  }

  @Test
  void refuseWhatIsNoRegularFileOrTooLarge() throws IOException {
    Files.createDirectory(folder.resolve("d"));
    Files.write(folder.resolve("big"), new byte[Workspace.MAX_FILE_BYTES + 1]);
    assertThat(refusal("read_file", "{\"path\":\"d\"}")).contains("not a regular file");
    assertThat(refusal("read_file", "{\"path\":\"big\"}")).contains("over 1 MiB");
    assertThat(refusal("read_file", "{\"path\":\"none\"}")).contains("does not exist");
    Files.write(folder.resolve("long"), new byte[200_000]);
    assertThat(call(true, "read_file", "{\"path\":\"long\"}").text()).endsWith("[cut after 64 KiB]")
        .hasSizeLessThan(66_000);
  }

  @Test
  void sayThatTheHostHasNotGrantedThem() {
    for (String name : List.of("read_file", "write_file", "list_dir")) {
      assertThat(call(false, name, "{\"path\":\"x\",\"content\":\"y\"}")).isEqualTo(
          ToolResult.failed(name + ": " + folder + " is not mounted: the host has not granted " + name));
    }
    session.refused.addAll(List.of("send_message", "read_persona"));
    assertThat(refusal("send_message", "{\"text\":\"x\"}")).contains("not granted to this agent");
    assertThat(refusal("read_persona", "{}")).contains("not granted to this agent");
  }

  @Test
  void askForAChangeAsASystemRowAndNoMore() {
    assertThat(call(true, "request_capability_change",
        "{\"kind\":\"persona\",\"payload\":{\"soul\":\"kind\",\"n\":1.50},\"reason\":\"why\"}").text())
        .contains("a human decides");
    assertThat(session.outbound.values()).singleElement().satisfies(row -> assertThat(row.content()).isEqualTo(
        "{\"action\":\"request_capability_change\",\"payload\":{\"kind\":\"persona\",\"payload\":{\"soul\":\"kind\","
            + "\"n\":1.50}},\"reason\":\"why\"}"));
  }

  @Test
  void writeToAnAgentAsAPlaceOfTheChannelOfAgents() {
    assertThat(call(true, "message_agent", "{\"agent\":\"bert\",\"text\":\"hello\"}").text()).contains("agent bert");
    assertThat(session.outbound.values()).singleElement()
        .satisfies(row -> assertThat(row.channelType() + "/" + row.platformId()).isEqualTo("agent/bert"));
    refusal("message_agent", "{\"agent\":\"bert\",\"text\":\" \"}");
  }

  @Test
  void askForAnAgentWithAllOfIt() {
    assertThat(call(true, "create_agent", "{\"name\":\"Clara\",\"folder\":\"clara\",\"identity\":\"I\",\"soul\":\"S\","
        + "\"instructions\":\"A\",\"enabled_tools\":[\"read_file\"],\"reason\":\"why\"}").text())
        .contains("a human decides");
    assertThat(session.outbound.values()).singleElement().satisfies(row -> assertThat(row.content()).isEqualTo(
        "{\"action\":\"create_agent\",\"payload\":{\"name\":\"Clara\",\"folder\":\"clara\",\"personaDocs\":{"
            + "\"identity\":\"I\",\"soul\":\"S\",\"instructions\":\"A\"},\"enabledTools\":[\"read_file\"]},\"reason\":\"why\"}"));
    refusal("create_agent", "{\"name\":\"Clara\",\"enabled_tools\":[7],\"reason\":\"why\"}");
  }

  @Test
  void askPeopleAsASystemRow() {
    assertThat(call(true, "ask_user_question", "{\"question\":\"Which?\",\"options\":[\"Red\",\"Blue\"],"
        + "\"allow_freeform\":true}").isError()).isFalse();
    assertThat(session.outbound.values()).singleElement().satisfies(row -> assertThat(row.content()).isEqualTo(
        "{\"action\":\"ask_user_question\",\"payload\":{\"question\":\"Which?\",\"options\":[\"Red\",\"Blue\"],"
            + "\"allow_freeform\":true}}"));
    assertThat(refusal("ask_user_question", "{\"options\":[\"Red\"]}")).contains("question");
  }

  @Test
  void sendToAnotherPlaceOnlyWhenItIsNamedWhole() {
    assertThat(call(true, "send_message", "{\"text\":\"x\",\"to\":\"telegram/-1/2\"}").text())
        .isEqualTo("sent to telegram/-1/2");
    for (String to : List.of("telegram", "/x", "telegram/")) {
      refusal("send_message", "{\"text\":\"x\",\"to\":\"" + to + "\"}");
    }
    assertThat(session.outbound).hasSize(1).satisfies(rows -> assertThat(Map.copyOf(rows).values())
        .extracting(row -> row.platformId()).containsExactly("-1/2"));
  }

  @Test
  void haveTheHostDoWhatOnlyTheHostCan() {
    for (String name : List.of("http_fetch", "request_api_access", "web_search")) {
      assertThat(call(true, name, "{\"any\":[1]}").text()).isEqualTo("done by the host: " + name);
      assertThat(host.toolCalls.removeLast()).matches(name + " in_\\d+ out_in_2_0_0 \\{\"any\":\\[1]}");
      session.refused.add(name);
      assertThat(refusal(name, "{}")).contains("not granted to this agent");
    }
  }

  /// A tool of any name.
  private record NamedTool(String name) implements Tool {
    @Override
    public String description() {
      return "";
    }

    @Override
    public String inputSchema() {
      return "{}";
    }

    @Override
    public ToolResult invoke(ToolCall call) {
      return ToolResult.done("");
    }
  }
}
