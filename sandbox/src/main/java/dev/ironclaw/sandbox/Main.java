package dev.ironclaw.sandbox;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import dev.ironclaw.sandbox.boxclient.HostConnection;
import dev.ironclaw.sandbox.boxclient.Posture;
import dev.ironclaw.sandbox.loop.AgentLoop;
import dev.ironclaw.sandbox.provider.AnthropicProvider;
import dev.ironclaw.sandbox.provider.GeminiProvider;
import dev.ironclaw.sandbox.provider.ModelDoor;
import dev.ironclaw.sandbox.provider.OpenAiProvider;
import dev.ironclaw.sandbox.provider.Provider;
import dev.ironclaw.sandbox.provider.ResponsesProvider;
import dev.ironclaw.sandbox.tool.AskUserQuestionTool;
import dev.ironclaw.sandbox.tool.CancelTaskTool;
import dev.ironclaw.sandbox.tool.HttpFetchTool;
import dev.ironclaw.sandbox.tool.ListDirTool;
import dev.ironclaw.sandbox.tool.ListTasksTool;
import dev.ironclaw.sandbox.tool.CreateAgentTool;
import dev.ironclaw.sandbox.tool.EditFileTool;
import dev.ironclaw.sandbox.tool.JobCancelTool;
import dev.ironclaw.sandbox.tool.JobCreateTool;
import dev.ironclaw.sandbox.tool.JobStatusTool;
import dev.ironclaw.sandbox.tool.ListDestinationsTool;
import dev.ironclaw.sandbox.tool.MessageAgentTool;
import dev.ironclaw.sandbox.tool.Mounts;
import dev.ironclaw.sandbox.tool.PauseTaskTool;
import dev.ironclaw.sandbox.tool.ReadFileTool;
import dev.ironclaw.sandbox.tool.ReadPersonaTool;
import dev.ironclaw.sandbox.tool.RecallTool;
import dev.ironclaw.sandbox.tool.RememberTool;
import dev.ironclaw.sandbox.tool.RequestApiAccessTool;
import dev.ironclaw.sandbox.tool.RequestCapabilityTool;
import dev.ironclaw.sandbox.tool.ResumeTaskTool;
import dev.ironclaw.sandbox.tool.ScheduleTaskTool;
import dev.ironclaw.sandbox.tool.SearchFilesTool;
import dev.ironclaw.sandbox.tool.SendFileTool;
import dev.ironclaw.sandbox.tool.SendMessageTool;
import dev.ironclaw.sandbox.tool.ToolRegistry;
import dev.ironclaw.sandbox.tool.UpdateTaskTool;
import dev.ironclaw.sandbox.tool.Workspace;
import dev.ironclaw.sandbox.tool.WebSearchTool;
import dev.ironclaw.sandbox.tool.WriteFileTool;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Starts the agent and its threads. Exit codes: 0 told to stop, 64 wrong options, 70 failed, 75 the host is gone.
public final class Main {
  private static final int WRONG_OPTIONS = 64;
  private static final int FAILED = 70;
  private static final int HOST_GONE = 75;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Main() {}

  public static void main(String[] arguments) {
    Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> fail(FAILED, thread.getName(), fault));
    start(options(arguments));
  }

  private static Options options(String[] arguments) {
    try {
      return Options.parse(List.of(arguments));
    } catch (IronclawException wrong) {
      fail(WRONG_OPTIONS, "options", wrong);
      throw wrong;
    }
  }

  private static void start(Options options) {
    HostConnection host = host(options);
    host.hello(new BoxHello(BoxApi.VERSION, Posture.measure()));
    AgentLoop loop = new AgentLoop(host, providers(new ModelDoor(host, InstantSource.system())),
        tools(host, options.workspace()));
    daemon("events", () -> host.follow(loop.events()));
    daemon("heartbeats", loop.heartbeats());
    daemon("partials", loop.partials());
    run(loop);
  }

  /// Where the output is the crossing, nothing else may be printed there.
  private static HostConnection host(Options options) {
    Runnable whenGone = () -> Runtime.getRuntime().halt(HOST_GONE);
    if (!options.framed()) {
      return new HostConnection(options.socket(), PATIENCE, whenGone);
    }
    System.setOut(System.err);
    return HostConnection.stdio(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out),
        PATIENCE, whenGone);
  }

  private static List<Provider> providers(ModelDoor door) {
    return List.of(new AnthropicProvider(door), new OpenAiProvider(door), new ResponsesProvider(door),
        new GeminiProvider(door));
  }

  /// Without a mount the folder of the image is empty and not the agent's.
  private static ToolRegistry tools(BoxClient host, Path folder) {
    boolean boxed = folder.equals(Path.of(BoxApi.WORKSPACE));
    Workspace workspace = new Workspace(folder, !boxed || Mounts.contains(folder));
    return new ToolRegistry(List.of(new SendMessageTool(host), new ReadFileTool(workspace),
        new WriteFileTool(workspace), new ListDirTool(workspace), new ReadPersonaTool(host),
        new RequestCapabilityTool(host), new AskUserQuestionTool(host), new ScheduleTaskTool(host),
        new ListTasksTool(host), new UpdateTaskTool(host), new PauseTaskTool(host), new ResumeTaskTool(host),
        new CancelTaskTool(host), new EditFileTool(workspace), new SearchFilesTool(workspace),
        new ListDestinationsTool(host), new MessageAgentTool(host), new CreateAgentTool(host), new SendFileTool(host),
        new RememberTool(host), new RecallTool(host),
        new HttpFetchTool(host), new RequestApiAccessTool(host), new WebSearchTool(host), new JobCreateTool(host),
        new JobStatusTool(host), new JobCancelTool(host)));
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(AgentLoop loop) {
    try {
      loop.run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  private static void fail(int code, String where, Throwable fault) {
    System.err.println("agent: " + where + ": " + fault);
    Runtime.getRuntime().halt(code);
  }
}
