package dev.atom.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.schema.Document;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
  @TempDir Path folder;

  @Test
  void reachesEveryAnnotatedGoalAndPrintsEverySection() throws Exception {
    Path home = folder.resolve("home");

    Program run = Program.run("--home", home.toString());

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("NO REAL MODEL", "price is made up", "simulated clerk")
        .contains("  intent      transfer_money")
        .contains("  cell        recipient_account_type = checking <- assistant: \"to checking")
        .contains("  corrected   account_type = savings (was checking) <- customer: \"savings\"")
        .contains("  rule        large-transfer, because transfer_amount gt 1000, is 1470")
        .contains("  source      how-to-send-and-receive-money.md, ")
        .contains("  waits       for a person's approval: large-transfer")
        .contains("  person      the simulated clerk approved: the reply is sent")
        .contains("  asks        Who should receive the money?")
        .contains("  hands over  to a person: the customer doubts the balance")
        .contains("priority = high <- by rule:unknown-recipient")
        .contains("== summary ==", ", estimated", "cost             $0.0");
    assertThat(run.out().lines()).allMatch(line -> line.length() < 100).hasSizeLessThan(500);
    assertThat(misses(new Left(home).documents())).isEmpty();
  }

  /** Lists where the annotated goal of a customer's turn was not reached. */
  private static List<String> misses(Map<String, Document> documents) throws IOException {
    List<String> misses = new ArrayList<>();
    goals()
        .members()
        .forEach(
            (dialogue, messages) ->
                ((Json.Obj) messages)
                    .members()
                    .forEach(
                        (message, goal) -> {
                          String at = dialogue + "/" + message;
                          if (!reached(documents.get(at), (Json.Obj) goal)) {
                            misses.add(at + ": " + documents.get(at) + ", wanted " + goal);
                          }
                        }));
    assertThat(documents).hasSize(43);
    return misses;
  }

  /** Every slot has one of its annotated forms, and there is no other; priority is the rules'. */
  private static boolean reached(Document document, Json.Obj goal) {
    List<String> known =
        document.cells().keySet().stream().filter(f -> !f.equals("priority")).sorted().toList();
    return known.equals(goal.members().keySet().stream().sorted().toList())
        && goal.members().entrySet().stream()
            .allMatch(
                slot -> {
                  Json value = document.value(slot.getKey()).orElseThrow();
                  String text = value instanceof Json.Str s ? s.value() : value.toString();
                  return ((Json.Arr) slot.getValue()).items().contains(Json.of(text));
                });
  }

  private static Json.Obj goals() throws IOException {
    try (InputStream in = QuickstartTest.class.getResourceAsStream("goals.json")) {
      return Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void repeatsNothingInASecondRun() throws Exception {
    Path home = folder.resolve("home");
    Program first = Program.run("--home", home.toString(), "--brief");
    Left left = new Left(home);
    Map<String, Long> rows = left.rows();
    List<String> delivered = left.delivered();

    Program second = Program.run("--home", home.toString(), "--brief");

    assertThat(second.exit()).as(second.err()).isZero();
    assertThat(second.out())
        .contains("An earlier run left 86 messages, 43 turns, 84 model calls and 43 deliveries");
    assertThat(Program.state(second.out())).isEqualTo(Program.state(first.out()));
    assertThat(left.rows()).isEqualTo(rows).containsKey("atom_events");
    assertThat(left.delivered()).isEqualTo(delivered).hasSize(43);
  }

  @Test
  void sendsNothingThatNobodyApproved() throws Exception {
    Path home = folder.resolve("home");

    Program run = Program.run("--home", home.toString(), "--approve", "none");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("nobody has decided yet; nothing is sent");
    assertThat(new Left(home).delivered())
        .noneMatch(text -> text.contains("Please confirm the following details"));
  }

  @Test
  void sendsWhatThePersonAtTheTerminalTypes() throws Exception {
    Path home = folder.resolve("home");

    Program run =
        Program.run(
            Map.of(), "a\nI look into it myself.\n", "--home", home.toString(), "--approve", "ask");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("? Proposed: Please confirm the following details");
    assertThat(new Left(home).delivered())
        .anyMatch(text -> text.contains("Please confirm the following details"))
        .anyMatch(text -> text.contains("I look into it myself."));
  }

  @Test
  void refusesAHomeOfOtherDialogues() throws Exception {
    Path home = folder.resolve("home");
    Program.run("--home", home.toString(), "--brief");
    Path other = folder.resolve("other.json");
    String changed = Inputs.resource("dialogues.json").replace("\"ada\"", "\"adam\"");
    java.nio.file.Files.writeString(other, changed);
    Map<String, Long> rows = new Left(home).rows();

    Program run = Program.run("--home", home.toString(), "--dialogues", other.toString());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("the home folder holds the state of another dialogue file");
    assertThat(new Left(home).rows()).isEqualTo(rows);
  }

  @Test
  void takesTheUsersOwnDialoguesAndDocuments() throws Exception {
    Path file = folder.resolve("mine.json");
    java.nio.file.Files.writeString(
        file,
        """
        {"schema": {"id": "parcel", "version": 1, "fields": [{"name": "number", "type": "text"}]},
         "conversations": [{"id": "c1", "customer": "kim", "messages": [
           {"id": "1", "from": "customer", "text": "Where is parcel AB12?", "changes": [
             {"field": "number", "value": "AB12", "evidence": [{"quote": "AB12"}]}]},
           {"id": "2", "from": "agent", "text": "On its way."}]}]}
        """);
    Path documents = java.nio.file.Files.createDirectory(folder.resolve("documents"));
    java.nio.file.Files.writeString(
        documents.resolve("parcels.md"), "# Parcels\n\nA parcel takes two days.\n");

    Program run =
        Program.run(
            "--home",
            folder.resolve("home").toString(),
            "--dialogues",
            file.toString(),
            "--documents",
            documents.toString());

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("number = AB12 <- customer: \"AB12\"")
        .contains("  source      parcels.md, ", "Parcels: \"A parcel takes two days.\"")
        .contains("  reply       On its way.")
        .contains("1 dialogue, 1 document, 0 rules");
  }

  @Test
  void writesColourOnlyWhenAsked() {
    Stream<String> plain = Program.run("--home", folder.resolve("a").toString()).out().lines();
    String coloured = Program.run("--home", folder.resolve("b").toString(), "--colour").out();

    assertThat(plain).noneMatch(line -> line.contains("\u001B"));
    assertThat(coloured).contains("\u001B[33maccount_type = savings (was checking)");
  }
}
