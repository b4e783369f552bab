package dev.ironclaw.sandbox.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.testing.FakeSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EditAndSearchTest {
  @TempDir
  private Path folder;
  private final FakeSession session = new FakeSession();

  private ToolResult call(String name, String input) {
    return call(name, input, Duration.ofMinutes(1));
  }

  private ToolResult call(String name, String input, Duration limit) {
    Workspace workspace = new Workspace(folder, true);
    return new ToolRegistry(
        List.of(new EditFileTool(workspace), new SearchFilesTool(workspace, limit))).invoke(name,
            new ToolCall(JsonReader.object(input.replace('\'', '"')), session.says("x", true),
                new MessageId("out_in_2_0_0"), new Cancellation()));
  }

  private void file(String path, String words) throws IOException {
    Files.createDirectories(folder.resolve(path).getParent());
    Files.writeString(folder.resolve(path), words);
  }

  @Test
  void replacesTheOnePlaceAndNothingElse() throws IOException {
    file("a.txt", "one two three");
    assertThat(call("edit_file", "{'path':'a.txt','old':'two','new':'2'}").text())
        .isEqualTo("replaced 1 place in a.txt");
    assertThat(Files.readString(folder.resolve("a.txt"))).isEqualTo("one 2 three");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void refusesWhatIsNotThereOrNotTheOnlyOne() throws IOException {
    file("a.txt", "x x");
    assertThat(call("edit_file", "{'path':'a.txt','old':'y','new':'z'}").text()).contains("does not contain");
    assertThat(call("edit_file", "{'path':'a.txt','old':'x','new':'z'}").text()).contains("stands 2 times");
    assertThat(Files.readString(folder.resolve("a.txt"))).isEqualTo("x x");
    assertThat(call("edit_file", "{'path':'a.txt','old':'x','new':'z','all':true}").text()).contains("2 places");
    assertThat(Files.readString(folder.resolve("a.txt"))).isEqualTo("z z");
  }

  @Test
  void hasNoFurtherEffectWhenItIsDoneAgain() throws IOException {
    file("a.txt", "a b");
    assertThat(call("edit_file", "{'path':'a.txt','old':'b','new':'b b'}").isError()).isFalse();
    assertThat(call("edit_file", "{'path':'a.txt','old':'b','new':'b b'}").text()).contains("already reads so");
    assertThat(Files.readString(folder.resolve("a.txt"))).isEqualTo("a b b");
    assertThat(call("edit_file", "{'path':'a.txt','old':'b b','new':'c'}").isError()).isFalse();
    assertThat(call("edit_file", "{'path':'a.txt','old':'b b','new':'c'}").text()).contains("already reads so");
  }

  @Test
  void callsNoEditDoneThatFoundNothingToReplace() throws IOException {
    file("a.txt", "if (x) { y(); }");
    ToolResult edited = call("edit_file", "{'path':'a.txt','old':'} // mistyped','new':'}'}");
    assertThat(edited.isError()).isTrue();
    assertThat(edited.text()).contains("does not contain").contains("already reads so").contains("read the file");
  }

  @Test
  void damagesNoFileThatIsNoText() throws IOException {
    Files.write(folder.resolve("b"), new byte[]{'a', (byte) 0xff, 'b'});
    assertThat(call("edit_file", "{'path':'b','old':'a','new':'c'}").text()).contains("not UTF-8");
    assertThat(Files.readAllBytes(folder.resolve("b"))).hasSize(3);
  }

  @Test
  void findsLinesInEveryFileButThroughNoLink(@TempDir Path outside) throws IOException {
    file("b/c.md", "first\nthe (word) here\n");
    file("a.txt", "a (word)");
    Files.write(folder.resolve("binary"), new byte[]{'(', 'w', 'o', 'r', 'd', ')', 0});
    Files.writeString(outside.resolve("secret"), "(word)");
    Files.createSymbolicLink(folder.resolve("link"), outside.resolve("secret"));
    Files.createSymbolicLink(folder.resolve("dir"), outside);
    assertThat(call("search_files", "{'query':'(word)'}").text())
        .isEqualTo("a.txt:1: a (word)\nb/c.md:2: the (word) here");
    assertThat(call("search_files", "{'query':'(word)','glob':'**.md'}").text()).isEqualTo("b/c.md:2: the (word) here");
    assertThat(call("search_files", "{'query':'^f.*t$','regex':true,'path':'b'}").text()).isEqualTo("b/c.md:1: first");
    assertThat(call("search_files", "{'query':'(word)','path':'dir'}").isError()).isTrue();
    assertThat(call("search_files", "{'query':'(word)','path':'..'}").isError()).isTrue();
    assertThat(call("search_files", "{'query':'nowhere'}").text()).isEqualTo("nothing found");
  }

  @Test
  void comesToAnEndOnAPatternThatGoesBackAndForth() throws IOException {
    file("a.txt", "a".repeat(4_000) + "!");
    assertThat(call("search_files", "{'query':'(a+)+$','regex':true}", Duration.ofMillis(300)).text())
        .contains("the time was up");
    assertThat(call("search_files", "{'query':'(','regex':true}").text()).contains("no regular expression");
  }

  @Test
  void outlivesAPatternThatGoesTooDeep() throws IOException {
    file("a.txt", "short\n" + "a".repeat(500_000) + "\n");
    ToolResult found = call("search_files", "{'query':'(foo|a)+x','regex':true}");
    assertThat(found.isError()).isTrue();
    assertThat(found.text()).contains("goes too deep").contains("a.txt:2");
  }

  @Test
  void showsNoMoreThanTwoHundredShortLines() throws IOException {
    file("a.txt", ("word" + "x".repeat(1_000) + "\n").repeat(300));
    String text = call("search_files", "{'query':'word'}").text();
    assertThat(text.lines()).hasSize(201).allSatisfy(line -> assertThat(line).hasSizeLessThan(320));
    assertThat(text).endsWith("these are 200");
  }
}
