package dev.atom.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MalformedInputTest {
  /** A good file; each row of the table spoils one thing in it. */
  private static final String GOOD =
      """
      {"schema": {"id": "bank", "version": 1, "fields": [
        {"name": "amount", "type": "decimal"},
        {"name": "account", "type": "choice", "choices": ["checking", "savings"]}]},
       "intents": ["transfer"],
       "conversations": [
        {"id": "c1", "customer": "kim", "messages": [
         {"id": "m1", "from": "customer", "text": "Send 50 dollars", "intent": "transfer",
          "changes": [
           {"field": "amount", "value": "50", "evidence": [
             {"quote": "50 dollars"}]}]},
         {"id": "m2", "from": "agent", "text": "Done."}]}]}
      """;

  private static final String RULES =
      """
      [{"id": "r1",
        "when": {"field": "amount",
          "op": "gt", "value": 10},
        "then": [{"do": "require_approval"}]}]
      """;

  @TempDir Path folder;

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "Done."}]}]}            | "Done."}]}]      | 12 | not valid JSON: Unexpected end-of-input
          "Done."}]}]}            | "Done."}]}]} x   | 11 | not valid JSON
          "version": 1            | "version": 0     | 1  | field /schema/version: must be a whole
          "version": 1            | "version": "1"   | 1  | field /schema/version: must be a whole
          "type": "decimal"       | "type": "money"  | 2  | field /schema/fields/0/type: "money" is
          "name": "amount"        | "name": "Amount" | 2  | field /schema/fields/0/name: field name
          "name": "amount"        | "name": "message" | 1 | field /schema/fields: schema "bank": the
          ["checking", "savings"] | []               | 3  | field /schema/fields/1/choices: field
          ["checking", "savings"] | ["checking", 7]  | 3  | field /schema/fields/1/choices: must be
          ["transfer"]            | "transfer"       | 4  | field /intents: must be a list
          "conversations": [      | "dialogues": [   | 5  | field /dialogues: is not known here
          "id": "c1", "customer"  | "id": "c1", "who" | 6 | field /conversations/0/who: is not known
          "customer": "kim", "    | "                | 6  | field /conversations/0/customer: is missing
          "from": "agent"         | "from": "bot"    | 11 | field /conversations/0/messages/1/from
          "from": "agent"         | "from": "agent", "intent": "transfer" | 11 | messages/1/intent: only
          "id": "m2"              | "id": "m1"       | 11 | messages/1/id: two messages have the id
          "id": "m2"              | "id": " "        | 11 | messages/1/id: must be a text that is not
          "text": "Done."         | "text": null     | 11 | messages/1/text: must be a text
          "intent": "transfer"    | "intent": "joke" | 7  | messages/0/intent: "joke" is none of
          "field": "amount"       | "field": "sum"   | 9  | messages/0/changes/0/field: no field "sum"
          "value": "50"           | "value": "fifty" | 9  | messages/0/changes/0/value:
          "value": "50", "        | "                | 9  | messages/0/changes/0: a change needs
          "quote": "50 dollars"   | "quote": "$50"   | 9  | messages/0/changes/0/evidence:
          "changes": [            | "changes": [3,   | 8  | messages/0/changes/0: must be an object
          """)
  void namesFileLineAndField(String good, String bad, int line, String message) throws IOException {
    assertThat(GOOD).contains(good);
    Path file = folder.resolve("mine.json");
    Files.writeString(file, GOOD.replace(good, bad));

    Program run = run("--dialogues", file.toString());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("error: " + file + ", line " + line)
        .contains(message)
        .doesNotContain("REDACTED");
    assertThat(run.out()).isEmpty();
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "field": "amount" | "field": "sum"  | 2 | field /0/when/field: condition "/when" (sum gt): there is
          "op": "gt"        | "op": "above"   | 3 | field /0/when/op:
          require_approval  | buy_a_boat      | 4 | field /0/then/0/do:
          "value": 10}      | "value": 10     | 4 |
          """)
  void namesFileLineAndFieldOfRules(String good, String bad, int line, String message)
      throws IOException {
    assertThat(RULES).contains(good);
    Path file = Files.writeString(folder.resolve("mine.json"), GOOD);
    Path rules = folder.resolve("rules.json");
    Files.writeString(rules, RULES.replace(good, bad));

    Program run = run("--dialogues", file.toString(), "--rules", rules.toString());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("error: " + rules + ", line " + line)
        .contains(message == null ? "" : message);
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --dialogues nowhere.json        | nowhere.json: there is no such file
          --documents nowhere             | --documents: nowhere is not a folder
          --approve maybe                 | --approve is "maybe"; it is auto, ask or none
          --colours                       | there is no flag "--colours"; --help lists them
          --home                          | --home needs a value
          --model gpt-5                   | --model needs OPENAI_API_KEY
          --base-url http://localhost/v1  | --base-url needs --model
          --base-url ftp://x --model m    | --base-url is like http://localhost:11434/v1
          --price cheap                   | --price is "cheap"; it is like 0.25,2
          """)
  void refusesFlagsThatCannotBe(String flags, String message) {
    Program run = run(flags.split(" ", -1));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  void acceptsTheFileThatTheTableSpoils() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.json"), GOOD);
    Path rules = Files.writeString(folder.resolve("rules.json"), RULES);

    Program run = run("--dialogues", file.toString(), "--rules", rules.toString());

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("rule        r1, because amount gt 10, is 50");
  }

  private Program run(String... flags) {
    String[] all = new String[flags.length + 2];
    all[0] = "--home";
    all[1] = folder.resolve("home").toString();
    System.arraycopy(flags, 0, all, 2, flags.length);
    return Program.run(all);
  }
}
