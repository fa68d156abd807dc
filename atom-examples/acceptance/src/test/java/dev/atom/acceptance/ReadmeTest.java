package dev.atom.acceptance;

import static dev.atom.rules.Condition.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.mock.MockModel;
import dev.atom.model.ChatModel;
import dev.atom.rules.Action;
import dev.atom.rules.Condition;
import dev.atom.rules.Decision;
import dev.atom.rules.Facts;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  @Test
  void theFirstProgramPrintsWhatTheReadmeShows() throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      // @start region="first"
      ChatModel model = MockModel.echo(); // or Provider.of(Profiles.openAi(), keys)…
      Condition big = field("total").gte(100).id("big");
      Action ship = Action.of("ship_free");
      Rule rule = Rule.newBuilder("free-shipping").when(big).then(ship).build();
      Facts order = Facts.newBuilder().put("total", Json.of(80)).build();
      Decision decision = RuleSet.of(List.of(rule)).evaluate(order, Instant.now());
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
