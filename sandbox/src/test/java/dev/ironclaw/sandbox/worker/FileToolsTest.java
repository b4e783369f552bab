package dev.ironclaw.sandbox.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileToolsTest {
  @TempDir
  private Path folder;
  private JobTools tools;

  @BeforeEach
  void open() {
    Places places = new Places(folder);
    tools = new JobTools(List.of(new ReadFile(places), new WriteFile(places), new ListDir(places),
        new ApplyPatch(places), new Glob(places), new Grep(places)), text -> text, Runnable::run);
  }

  private JobTool.Outcome call(String tool, String input) {
    return tools.run(List.of(new ToolRequest("1", tool, JsonReader.object(input), Optional.empty(),
        JsonReader.object("{}"))), Deadline.in(Duration.ofMinutes(1), System::nanoTime)).getFirst();
  }

  private JobTool.Outcome patch(String patch) {
    return call("apply_patch", new JsonWriter().object().text("patch", patch).endObject().text());
  }

  private void write(String name, String content) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), content);
  }

  @Test
  void everyToolHasASchemaThatAModelsServerTakes() {
    assertThat(tools.all()).allSatisfy(tool -> {
      assertThat(JsonReader.object(tool.schema()).text("type")).isEqualTo("object");
      assertThat(tool.name()).matches("[a-z_]{1,64}");
    });
  }

  @Test
  void readsALongFileInPartsAndSaysWhereItIs() throws IOException {
    write("long.txt", "line\n".repeat(2_500));
    assertThat(call("read_file", "{\"path\":\"long.txt\"}").text()).endsWith("[lines 1 to 2000 of 2500]");
    assertThat(call("read_file", "{\"path\":\"long.txt\",\"offset\":2001}").text())
        .endsWith("[lines 2001 to 2500 of 2500]");
    assertThat(call("read_file", "{\"path\":\"long.txt\",\"offset\":3,\"limit\":2}").text())
        .isEqualTo("line\nline\n[lines 3 to 4 of 2500]");
  }

  @Test
  void refusesWhatIsNoTextInWordsThatHelp() throws IOException {
    Files.write(folder.resolve("b"), new byte[]{1, 0, 2});
    assertThat(call("read_file", "{\"path\":\"b\"}").text()).contains("is binary");
    assertThat(call("read_file", "{\"path\":\".\"}").text()).contains("use list_dir");
    assertThat(call("read_file", "{\"path\":\"/dev/zero\"}").text()).contains("no regular file");
    assertThat(call("read_file", "{\"path\":\"none\"}").success()).isFalse();
    assertThat(call("read_file", "{}").text()).contains("\"path\" must be a string");
    assertThat(call("no_such_tool", "{}").text()).contains("there is no tool");
  }

  @Test
  void replacesOnePlaceOrAll() throws IOException {
    write("a", "x\ny\nx\n");
    assertThat(call("apply_patch", "{\"path\":\"a\",\"old_string\":\"x\",\"new_string\":\"z\"}").text())
        .contains("more than once");
    assertThat(call("apply_patch", "{\"path\":\"a\",\"old_string\":\"y\",\"new_string\":\"w\"}").success()).isTrue();
    assertThat(call("apply_patch", "{\"path\":\"a\",\"old_string\":\"x\",\"new_string\":\"z\",\"replace_all\":true}")
        .success()).isTrue();
    assertThat(folder.resolve("a")).hasContent("z\nw\nz\n");
  }

  @Test
  void appliesAPatchOverSeveralFiles() throws IOException {
    write("a.txt", "one\ntwo\nthree\nfour\n");
    write("gone.txt", "x\n");
    JobTool.Outcome outcome = patch("""
        *** Begin Patch
        *** Update File: a.txt
        @@
         one
        -two
        +TWO
        @@ three
        -four
        +FOUR
        +five
        *** Add File: new/b.txt
        +hello
        *** Delete File: gone.txt
        *** End Patch
        """);
    assertThat(outcome.success()).as(outcome.text()).isTrue();
    assertThat(folder.resolve("a.txt")).hasContent("one\nTWO\nthree\nFOUR\nfive\n");
    assertThat(folder.resolve("new/b.txt")).hasContent("hello\n");
    assertThat(folder.resolve("gone.txt")).doesNotExist();
  }

  @Test
  void changesNothingWhereAPartOfAPatchDoesNotFit() throws IOException {
    write("a.txt", "one\n");
    JobTool.Outcome outcome = patch("""
        *** Begin Patch
        *** Add File: b.txt
        +hello
        *** Update File: a.txt
        -two
        +three
        *** End Patch""");
    assertThat(outcome.success()).isFalse();
    assertThat(outcome.text()).contains("not in a.txt", "two");
    assertThat(folder.resolve("b.txt")).doesNotExist();
  }

  @Test
  void movesAFileAndForgivesBlanksAtTheEndsOfLines() throws IOException {
    write("a.txt", "one  \ntwo\n");
    assertThat(patch("""
        *** Begin Patch
        *** Update File: a.txt
        *** Move to: c.txt
         one
        -two
        +2
        *** End Patch""").success()).isTrue();
    assertThat(folder.resolve("a.txt")).doesNotExist();
    assertThat(folder.resolve("c.txt").toFile()).hasContent("one\n2\n");
  }

  @Test
  void bearsAFileOfAMillionLines() throws IOException {
    write("many", "\n".repeat(3_000_000) + "x\n");
    assertThat(call("read_file", "{\"path\":\"many\",\"offset\":3000001}").text())
        .isEqualTo("x\n[lines 3000001 to 3000001 of 3000001]");
    assertThat(call("grep", "{\"pattern\":\"x\"}").text()).isEqualTo("many:3000001: x");
    assertThat(patch("*** Begin Patch\n*** Update File: many\n-x\n+y\n*** End Patch").text())
        .contains("larger than 1 MiB");
    write("large", "x".repeat(5 << 20));
    assertThat(call("read_file", "{\"path\":\"large\"}").text()).contains("more than 4 MiB");
  }

  @Test
  void runsWhatOnlyReadsAtOnceAndTheRestInTurn() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    List<String> order = new CopyOnWriteArrayList<>();
    try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
      JobTools some = new JobTools(List.of(tool("look", true, () -> both.await(20, TimeUnit.SECONDS)),
          tool("change", false, () -> order.add("change " + both.getNumberWaiting()))), text -> text, readers);
      List<JobTool.Outcome> outcomes = some.run(List.of(request("look"), request("look"), request("change"),
          request("look"), request("look")), Deadline.in(Duration.ofMinutes(1), System::nanoTime));
      assertThat(outcomes).hasSize(5).allMatch(JobTool.Outcome::success);
      assertThat(order).containsExactly("change 0");
    }
  }

  private static ToolRequest request(String tool) {
    return new ToolRequest("1", tool, JsonReader.object("{}"), Optional.empty(), JsonReader.object("{}"));
  }

  private static JobTool tool(String name, boolean onlyReads, Callable<?> work) {
    return new JobTool() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String description() {
        return "";
      }

      @Override
      public String schema() {
        return "{}";
      }

      @Override
      public boolean onlyReads() {
        return onlyReads;
      }

      @Override
      public Outcome run(Obj input, Deadline deadline) throws IOException {
        try {
          work.call();
        } catch (Exception failed) {
          throw new IOException(failed);
        }
        return Outcome.done("");
      }
    };
  }

  @Test
  void findsFilesByNameAndLinesByPattern() throws IOException {
    write("src/Main.java", "class Main {\n  int answer = 42;\n}\n");
    write("Top.java", "class Top {}\n");
    write(".git/config", "class Hidden\n");
    assertThat(call("glob", "{\"pattern\":\"*.java\"}").text()).isEqualTo("Top.java\nsrc/Main.java");
    assertThat(call("glob", "{\"pattern\":\"**/*.java\"}").text()).isEqualTo("Top.java\nsrc/Main.java");
    assertThat(call("grep", "{\"pattern\":\"answer = \\\\d+\"}").text())
        .isEqualTo("src/Main.java:2:   int answer = 42;");
    assertThat(call("grep", "{\"pattern\":\"CLASS\",\"ignore_case\":true,\"glob\":\"Top*\"}").text())
        .isEqualTo("Top.java:1: class Top {}");
    assertThat(call("grep", "{\"pattern\":\"Hidden\"}").text()).isEqualTo("nothing found");
    assertThat(call("grep", "{\"pattern\":\"(\"}").text()).contains("no regular expression");
    assertThat(call("list_dir", "{}").text()).contains("src/", "Top.java 13");
  }

  @Test
  void changesNoFileThatWouldComeOutOtherwiseThanItWentIn() throws IOException {
    byte[] latin = "caf\u00e9 one\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve("old.txt"), latin);
    assertThat(call("apply_patch", "{\"path\":\"old.txt\",\"old_string\":\"one\",\"new_string\":\"two\"}").text())
        .contains("old.txt is not all UTF-8", "change it with shell");
    assertThat(patch("*** Begin Patch\n*** Update File: old.txt\n@@\n-caf\ufffd one\n+two\n*** End Patch").success())
        .isFalse();
    assertThat(Files.readAllBytes(folder.resolve("old.txt"))).isEqualTo(latin);
    write("new.txt", "a \ufffd that is meant one\n");
    assertThat(call("apply_patch", "{\"path\":\"new.txt\",\"old_string\":\"one\",\"new_string\":\"two\"}").success())
        .isTrue();
  }

  @Test
  void searchesOnWhereAFileCanNotBeRead() {
    assertThat(call("grep", "{\"pattern\":\"x\",\"path\":\"/proc/self/mem\"}").text())
        .isEqualTo("nothing found\n[1 files can't be read, /proc/self/mem among them]");
  }
}
