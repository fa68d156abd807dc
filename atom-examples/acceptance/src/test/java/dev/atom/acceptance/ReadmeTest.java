package dev.atom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.mock.MockModel;
import dev.atom.model.ChatModel;
import dev.atom.rules.Decision;
import dev.atom.rules.Facts;
import dev.atom.rules.RuleSet;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  @Test
  void theFirstProgramPrintsWhatTheReadmeShows() throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      // @start region="first"
      ChatModel model = MockModel.echo(); // or OpenAi.newBuilder()… with your key
      RuleSet rules = RuleSet.parse("""
          [{"id": "free-shipping", "then": [{"do": "ship_free"}],
            "when": {"all": [{"id": "big", "field": "total", "op": "gte", "value": 100}]}}]
          """);
      Decision decision = rules.evaluate(Facts.of(Json.parseObject("{\"total\": 80}")), Instant.now());
      System.out.println(model.chat("Where is my parcel?").text());
      System.out.println(decision.trace().explain("free-shipping"));
      // @end
    } finally {
      System.setOut(console);
    }
    String readme = Files.readString(Path.of("../../README.md"));
    assertThat(readme)
        .contains("```text\n" + printed.toString(StandardCharsets.UTF_8).strip() + "\n```");
  }
}
