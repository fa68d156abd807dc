package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProviderScriptTest {
  @TempDir Path folder;

  private static String resource(String name) throws Exception {
    try (var stream = ProviderScript.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static JsonSchema schema() throws Exception {
    return JsonSchema.parse(resource("provider-script.schema.json"));
  }

  private static Playback playback(ProviderScript script) {
    return ReplayServer.newBuilder().script(script).playback();
  }

  // @start region="file"
  @Test
  void readsAScriptFromAFile() throws Exception {
    Files.createDirectories(folder.resolve("openai"));
    Files.writeString(
        folder.resolve("openai/stream.json"), TestExchanges.stream().toJson().toString());
    Path file = folder.resolve("script.json");
    Files.writeString(
        file,
        """
        {
          "exchanges": [
            "openai",
            {
              "request": {"method": "GET", "path": "/v1/models"},
              "response": {"status": 200, "body": "{\\"data\\": []}"}
            }
          ],
          "faults": [
            {"fault": "resetAfter", "bytes": 120, "when": {"call": 2, "path": "/v1/chat/*"}},
            {"fault": "rateLimit", "dialect": "openai", "hint": "retry-info", "retryAfter": "34s",
             "when": {"chance": 0.1, "seed": 42}},
            {"fault": "refuse", "when": {"from": "10s", "for": "60s"}},
            {"fault": "all", "when": {"model": "gpt-4o*"},
             "of": [{"fault": "pieces", "sizes": [1]}, {"fault": "keepAlives"}]}
          ]
        }
        """);
    ProviderScript script = ProviderScript.read(file);

    assertThat(script).hasToString("ProviderScript[" + file + ", 2 exchanges, 4 faults]");
    try (ReplayServer server = ReplayServer.newBuilder().script(script).start()) {
      assertThat(Wire.raw(server.uri(), "/v1/models")).endsWith("{\"data\": []}");
    }
  }

  // @end

  @Test
  void saysTheSameAsJava() throws Exception {
    Path file = folder.resolve("all.json");
    Files.writeString(
        file,
        """
        {"faults": [
          {"fault": "status", "status": 529, "headers": {"a": "b"}, "body": {"c": 1}},
          {"fault": "errorEvent", "dialect": "openai-responses", "status": 503, "events": 2},
          {"fault": "header", "name": "x"},
          {"fault": "drip", "bytes": 2, "every": "250ms"},
          {"fault": "delay", "time": "5m"},
          {"fault": "randomAfter", "bytes": 1, "count": 2, "seed": 3},
          {"fault": "repeatEvent", "event": -2, "times": 3}]}
        """);
    assertThat(playback(ProviderScript.read(file)).faults())
        .containsExactly(
            new Fault.Status(529, java.util.Map.of("a", java.util.List.of("b")), "{\"c\":1}"),
            new Fault.ErrorEvent(Dialect.OPENAI_RESPONSES, 503, 2),
            new Fault.Header("x", java.util.List.of()),
            new Fault.Drip(2, java.time.Duration.ofMillis(250)),
            new Fault.Delay(java.time.Duration.ofMinutes(5)),
            new Fault.RandomAfter(1, 2, 3),
            new Fault.RepeatEvent(-2, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"faults\": [{]} | | line 1, column 14",
        "{\"faultz\": []} | /faultz | known are $schema, about, exchanges, faults",
        "{\"faults\": [{\"fault\": \"nap\"}]} | /faults/0/fault | known are refuse, hangUp",
        "{\"faults\": [{\"fault\": \"cutAfter\"}]} | /faults/0/bytes | is missing",
        "{\"faults\": [{\"fault\": \"cutAfter\", \"bytes\": -1}]} | /faults/0/bytes | of 0 or more",
        "{\"faults\": [{\"fault\": \"cutAfter\", \"bytes\": 1.5}]} | /faults/0/bytes | whole number",
        "{\"faults\": [{\"fault\": \"silence\", \"bytes\": 1}]} | /faults/0/bytes | not known here",
        "{\"faults\": [{\"fault\": \"delay\", \"time\": \"1 min\"}]} | /faults/0/time | \"250ms\"",
        "{\"faults\": [{\"fault\": \"error\", \"status\": 500, \"dialect\": \"x\"}]}"
            + " | /faults/0/dialect | openai, openai-responses, anthropic",
        "{\"faults\": [{\"fault\": \"all\", \"of\": [{\"fault\": \"x\"}]}]}"
            + " | /faults/0/of/0/fault | no fault of this name",
        "{\"faults\": [{\"fault\": \"hangUp\", \"when\": {\"call\": 0}}]}"
            + " | /faults/0/when/call | 1 or more",
        "{\"faults\": [{\"fault\": \"hangUp\", \"when\": {\"calls\": [3, 1]}}]}"
            + " | /faults/0/when | count from 1",
        "{\"faults\": [{\"fault\": \"hangUp\", \"when\": {\"from\": \"1s\"}}]}"
            + " | /faults/0/when/for | how long",
        "{\"faults\": [{\"fault\": \"hangUp\", \"when\": {\"chance\": 2}}]}"
            + " | /faults/0/when/chance | at most 1",
        "{\"faults\": [{\"fault\": \"refuse\", \"when\": {\"call\": 2}}]}"
            + " | /faults/0/when | by time alone",
        "{\"exchanges\": [{\"request\": {}}]} | /exchanges/0/request/method | is missing",
        "{\"exchanges\": [\"missing.json\"]} | /exchanges/0 | missing.json",
        "{\"pieces\": [0]} | /pieces/0 | 1 or more",
      })
  void namesFileFieldAndRemedy(String text, String field, String remedy) throws Exception {
    Path file = folder.resolve("bad.json");
    Files.writeString(file, text);
    assertThatThrownBy(() -> ProviderScript.read(file))
        .isInstanceOf(InvalidScript.class)
        .hasMessageContaining("script " + file)
        .hasMessageContaining(remedy)
        .extracting(e -> ((InvalidScript) e).field())
        .isEqualTo(field == null ? "" : field);
  }

  @Test
  void missingFileIsAnErrorThatNamesIt() {
    assertThatThrownBy(() -> ProviderScript.read(folder.resolve("none.json")))
        .isInstanceOf(InvalidScript.class)
        .hasMessageContaining("none.json");
    assertThatThrownBy(() -> ProviderScript.resource(getClass(), "none.json"))
        .hasMessageContaining("near dev.atom.mock.ProviderScriptTest");
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void everyScenarioFitsTheSchema(Scenario scenario) throws Exception {
    assertThat(schema().check(Json.parse(resource(scenario.resource())))).isEmpty();
    assertThat(ProviderScript.of(scenario).rules()).isNotEmpty();
    assertThat(ProviderScript.of(scenario).exchanges()).hasSize(1);
  }

  @Test
  void schemaAndReaderKnowTheSameFaults() throws Exception {
    Set<String> inSchema = new TreeSet<>();
    Json kinds = schema().document().at("/$defs/fault/anyOf").orElseThrow();
    for (Json kind : ((Json.Arr) kinds).items()) {
      inSchema.add(((Json.Str) kind.at("/properties/fault/const").orElseThrow()).value());
    }
    assertThat(inSchema).isEqualTo(new TreeSet<>(FaultFields.FAULTS.keySet()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"faultz\": []}",
        "{\"faults\": [{\"fault\": \"nap\"}]}",
        "{\"faults\": [{\"fault\": \"cutAfter\"}]}",
        "{\"faults\": [{\"fault\": \"delay\", \"time\": \"1 min\"}]}",
        "{\"faults\": [{\"fault\": \"hangUp\", \"when\": {\"call\": 0}}]}",
      })
  void schemaRefusesWhatTheReaderRefuses(String text) throws Exception {
    assertThat(schema().check(Json.parse(text))).isNotEmpty();
  }
}
