package dev.atom.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.operation.Effect;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidWorkflowTest {
  static List<InvalidWorkflow.Problem> problems(String text) {
    InvalidWorkflow invalid =
        catchThrowableOfType(InvalidWorkflow.class, () -> Workflow.parse(text));
    assertThat(invalid).as(text).isNotNull();
    return invalid.problems();
  }

  private static String steps(String steps) {
    return "{\"name\": \"w\", \"steps\": [" + steps.replace('\'', '"') + "]}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'id': 'a', 'call': 'x', 'onErorr': 'stop'} | /steps/0/onErorr | not known here",
        "{'id': 'a', 'call': 'x', 'onError': 'halt'} | /steps/0/onError | must be",
        "{'id': 'a', 'call': 'x', 'retry': {'attempts': 0}} | /steps/0/retry/attempts | from 1",
        "{'id': 'a', 'call': 'x', 'retry': {'factor': 0.5}} | /steps/0/retry | factor",
        "{'id': 'a', 'call': 'x', 'timeout': 'soon'} | /steps/0/timeout | ISO 8601",
        "{'id': 'a', 'call': 'x', 'timeout': 'PT0S'} | /steps/0/timeout | more than zero",
        "{'id': '1', 'call': 'x'} | /steps/0/id | a letter",
        "{'call': 'x'} | /steps/0 | \"id\" is missing",
        "{'id': 'a'} | /steps/0 | exactly one of",
        "{'id': 'a', 'call': 'x', 'set': {}} | /steps/0 | exactly one of",
        "{'id': 'a', 'call': 'x'}, {'id': 'a', 'call': 'x'} | /steps/1/id | another step",
        "{'id': 'a', 'call': 'x', 'with': {'n': {'ref': 'steps.b'}}} | /steps/0/with/n | no step",
        "{'id': 'a', 'call': 'x', 'with': {'n': {'ref': 'steps.a'}}} | /steps/0/with/n | later",
        "{'id': 'a', 'call': 'x', 'with': {'n': '${vars.v}'}} | /steps/0/with/n | no step before",
        "{'id': 'a', 'call': 'x', 'with': {'n': '${item}'}} | /steps/0/with/n | for-each",
        "{'id': 'a', 'call': 'x', 'with': {'n': '${nothing}'}} | /steps/0/with/n | begins with",
        "{'id': 'l', 'forEach': [1], 'steps': [{'id': 'a', 'call': 'x'}]} | /steps/0 | max",
        "{'id': 'l', 'forEach': 3, 'max': 1, 'steps': [{'id': 'a', 'call': 'x'}]} | /steps/0/forEach | list",
        "{'id': 'l', 'forEach': [], 'max': 1e999999999, 'steps': [{'id': 'a', 'call': 'x'}]} | /steps/0/max | from 1",
        "{'id': 'l', 'forEach': [], 'max': 1, 'steps': []} | /steps/0 | at least one",
        "{'id': 'l', 'forEach': [1], 'max': 1, 'steps': [{'id': 'r', 'return': 1}]} | /steps/0/steps/0 | return",
        "{'id': 'l', 'forEach': [1], 'max': 1, 'steps': [{'id': 'a', 'call': 'x'}]}, {'id': 'r', 'return': {'ref': 'steps.a'}} | /steps/1/return | within a for-each",
        "{'id': 'p', 'parallel': {}} | /steps/0/parallel | 1 to 100",
        "{'id': 'p', 'parallel': {'l': [{'id': 'a', 'call': 'x'}], 'r': [{'id': 'b', 'call': 'x', 'with': {'n': '${steps.a}'}}]}} | /steps/0/parallel/r/0/with/n | another branch",
        "{'id': 'b', 'branch': []} | /steps/0/branch | at least one",
        "{'id': 'b', 'branch': [{'when': {'field': 'inputs.x', 'op': 'eqq', 'value': 1}}]} | /steps/0/branch/0/when/op | unknown operator",
        "{'id': 'b', 'branch': [{'when': {'field': 'steps.z.x', 'op': 'eq', 'value': 1}}]} | /steps/0/branch/0/when/field | no step",
        "{'id': 'b', 'branch': [{'when': {'field': 'total', 'op': 'eq', 'value': 1}}]} | /steps/0/branch/0/when/field | begins with",
        "{'id': 'w', 'wait': {'for': 'a while'}} | /steps/0/wait/for | ISO 8601",
        "{'id': 'w', 'wait': {'until': 'noon'}} | /steps/0/wait/until | instant",
        "{'id': 'w', 'wait': {'working': 'PT1H'}} | /steps/0/wait | calendar",
        "{'id': 'w', 'wait': {}} | /steps/0/wait | one of",
        "{'id': 's', 'workflow': 'x'} | /steps/0 | version",
        "{'id': 'o', 'approve': 1, 'deciders': {'role': ['lead']}} | /steps/0/deciders/role | not known",
        "{'id': 'o', 'approve': 1, 'deciders': {'roles': 'lead'}} | /steps/0/deciders/roles | list",
        "{'id': 'o', 'approve': 1, 'onExpiry': 'approve'} | /steps/0/onExpiry | must be"
      })
  void whatIsWrongIsNamedWithItsPlaceAndReason(String steps, String path, String reason) {
    assertThat(problems(steps(steps)))
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo(path);
              assertThat(problem.reason()).contains(reason);
            });
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    String text =
        steps(
            "{'id': 'a', 'call': 'x', 'timeout': 1}, {'id': '!', 'call': ''}, {'id': 'w', 'wait': {}}");
    assertThat(problems(text)).hasSize(4);
    assertThat(problems("[]")).hasSize(1);
    assertThat(problems("{\"name\": \"w\"}")).extracting("reason").asString().contains("steps");
    assertThat(problems("{")).hasSize(1);
  }

  @Test
  void anInputThatTheSchemaDoesNotKnowIsRefused() {
    String text =
        """
        {"name": "w",
         "inputs": {"type": "object", "properties": {"id": {"type": "string"}}, "additionalProperties": false},
         "steps": [
           {"id": "a", "call": "x", "with": {"id": {"ref": "inputs.di"}}},
           {"id": "l", "forEach": {"ref": "inputs.id"}, "max": 3, "steps": [{"id": "b", "call": "x"}]}]}
        """;
    assertThat(problems(text))
        .extracting(InvalidWorkflow.Problem::path)
        .containsExactly("/steps/0/with/id", "/steps/1/forEach");
  }

  private static final Signature FIND =
      new Signature(
          "find",
          JsonSchema.parse(
              """
              {"type": "object", "required": ["id"], "additionalProperties": false,
               "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
              """),
          Effect.READ);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'id': 'a', 'call': 'fnd'} | /steps/0/call | known are [find]",
        "{'id': 'a', 'call': 'find', 'with': {'id': 'x'}} | /steps/0/with/id | integer",
        "{'id': 'a', 'call': 'find'} | /steps/0/with | id",
        "{'id': 'a', 'call': 'find', 'with': {'id': {'ref': 'inputs.text'}}} | /steps/0/with/id | of type string",
        "{'id': 'a', 'call': 'find', 'with': {'name': '${inputs.text}'}} | /steps/0/with | \"id\" is missing",
        "{'id': 'a', 'call': 'find', 'with': {'id': {'ref': 'inputs.n'}, 'nam': 'x'}} | /steps/0/with/nam | takes no",
        "{'id': 'a', 'call': 'find', 'with': {'id': 1}, 'compensate': {'call': 'lose'}} | /steps/0/compensate/call | known are"
      })
  void callsAreCheckedAgainstTheOperations(String steps, String path, String reason) {
    String inputs =
        "\"inputs\": {\"properties\": {\"text\": {\"type\": \"string\"}, \"n\": {\"type\": \"integer\"}}}";
    Workflow workflow = Workflow.parse(steps(steps).replace("\"name\":", inputs + ", \"name\":"));
    InvalidWorkflow invalid =
        catchThrowableOfType(InvalidWorkflow.class, () -> workflow.check(List.of(FIND)));
    assertThat(invalid.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo(path);
              assertThat(problem.reason()).contains(reason);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 499, 100_000})
  void deepNestingIsRefused(int depth) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      text.append("{'id': 'l").append(i).append("', 'forEach': [1], 'max': 1, 'steps': [");
    }
    text.append("{'id': 'x', 'call': 'x'}").append("]}".repeat(depth));
    assertThat(problems(steps(text.toString()))).isNotEmpty();
  }

  @Test
  void hostileSizesAreRefused() {
    String large = "x".repeat(10_000_000);
    assertThat(problems(steps("{'id': 'a', 'call': '" + large + "'}")))
        .extracting(InvalidWorkflow.Problem::reason)
        .first()
        .asString()
        .contains("at most");
    StringBuilder many = new StringBuilder("{'id': 's', 'call': 'x'}");
    for (int i = 0; i < 2_000; i++) {
      many.append(", {'id': 's").append(i).append("', 'call': 'x'}");
    }
    assertThat(problems(steps(many.toString()))).extracting("reason").asString().contains("1000");
    assertThat(problems("{\"name\": \"a\", \"name\": \"b\", \"steps\": []}")).hasSize(1);
    assertThat(problems(steps("{'id': 'a', 'call': 'x', 'retry': {'factor': 1e999999999}}")))
        .isNotEmpty();
  }

  @Test
  void thePublishedSchemaAcceptsWhatIsValidAndRefusesMisspeltMembers() throws IOException {
    JsonSchema schema;
    try (InputStream in = Workflow.class.getResourceAsStream("workflow.schema.json")) {
      byte[] text = Objects.requireNonNull(in).readAllBytes();
      schema = JsonSchema.parse(new String(text, StandardCharsets.UTF_8));
    }
    Workflow everything = Workflow.parse(EVERYTHING);
    assertThat(schema.check(everything.toJson())).isEmpty();
    Json misspelt = Json.parse(EVERYTHING.replace("onError", "onErorr"));
    assertThat(schema.check(misspelt)).isNotEmpty();
  }

  @Test
  void aWorkflowOfAllStepsIsTheSameAfterARoundTrip() {
    Workflow parsed = Workflow.parse(EVERYTHING);
    Workflow built =
        Workflow.newBuilder("everything")
            .version(3)
            .inputs(parsed.inputs())
            .steps(parsed.steps().toArray(Step[]::new))
            .build();
    assertThat(built.steps()).isEqualTo(parsed.steps());
    assertThat(Workflow.of(built.toJson())).isEqualTo(built).hasSameHashCodeAs(built);
  }

  static final String EVERYTHING =
      """
      {"name": "everything", "version": 3, "inputs": {"type": "object"},
       "steps": [
        {"id": "find", "call": "find", "with": {"id": {"ref": "inputs.id", "default": 1}},
         "retry": {"attempts": 4, "first": "PT2S", "factor": 1.5, "longest": "PT1M", "jitter": 0.25},
         "timeout": "PT30S", "key": "${inputs.key}", "onError": "compensate",
         "compensate": {"call": "lose", "with": {"id": {"ref": "steps.find.id"}}, "retry": {"attempts": 2}}},
        {"id": "set", "set": {"who": "${steps.find.name}"}},
        {"id": "if", "branch": [
          {"when": {"all": [{"field": "steps.find.tier", "op": "eq", "value": "gold"},
                            {"field": "vars.who", "op": "exists"}]},
           "steps": [{"id": "end", "return": {"ref": "vars.who"}}]}],
         "otherwise": [{"id": "other", "set": {"n": 1}}]},
        {"id": "each", "forEach": {"ref": "inputs.list"}, "max": 10, "concurrency": 2,
         "steps": [{"id": "one", "call": "find", "with": {"id": {"ref": "item.id"}, "n": {"ref": "index"}}}]},
        {"id": "both", "parallel": {"l": [{"id": "w1", "wait": {"for": "PT1H"}}],
                                    "r": [{"id": "w2", "wait": {"until": "2026-11-21T09:00:00Z"}}]},
         "failFast": true},
        {"id": "work", "wait": {"working": "PT4H", "calendar": "office"}},
        {"id": "paid", "waitFor": "payment", "correlation": "${inputs.id}", "timeout": "P1D"},
        {"id": "ok", "approve": {"ref": "steps.paid.payload"}, "title": "Pay", "due": {"for": "PT1H"},
         "deciders": {"roles": ["lead"], "persons": [], "quorum": 1, "selfApproval": false},
         "onExpiry": "handOver", "revisions": 2, "reviseFrom": "paid"},
        {"id": "sub", "workflow": "inner", "version": 2, "with": {"a": {"logic": {"+": [{"var": "inputs.n"}, 1]}}}, "onError": "continue"},
        {"id": "last", "return": {"literal": {"ref": "x"}}}]}
      """;
}
