package dev.atom.rules.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.template.InvalidParameters.Kind;
import dev.atom.rules.template.InvalidParameters.Problem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTemplatesTest {

  static List<RuleTemplate> builtIn() {
    return RuleTemplates.builtIn().all();
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void everyTemplateDoesWhatItsSamplesSay(RuleTemplate template) {
    assertThat(template.failures()).isEmpty();
    assertThat(template.samples()).hasSizeGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void theSamplesOfATemplateFireEveryRuleAndNameWhyRulesDoNot(RuleTemplate template) {
    RuleSet rules = template.instantiate(template.samples().get(0).parameters());
    List<String> ids = rules.rules().stream().map(rule -> rule.id()).toList();
    assertThat(template.samples().stream().flatMap(s -> s.outcome().silent().stream()))
        .isNotEmpty();
    assertThat(
            template.samples().stream()
                .flatMap(
                    sample ->
                        template
                            .instantiate(sample.parameters())
                            .evaluate(sample.facts(), sample.now())
                            .fired()
                            .stream())
                .map(rule -> rule.id())
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void thereAreTemplatesForEveryTrade() {
    assertThat(builtIn()).hasSize(32);
    assertThat(
            builtIn().stream()
                .collect(Collectors.groupingBy(RuleTemplate::industry, Collectors.counting())))
        .containsOnlyKeys(
            "customer service",
            "sales",
            "project coordination",
            "compliance",
            "commerce",
            "booking")
        .allSatisfy((industry, count) -> assertThat(count).isGreaterThanOrEqualTo(4));
    assertThat(RuleTemplates.builtIn().industry("booking")).isNotEmpty();
  }

  @Test
  void aHostAddsItsOwnAndReplacesOthers() {
    RuleTemplate own = template("{\"$param\": \"limit\"}", "x");
    RuleTemplates all = RuleTemplates.builtIn().with(own);
    assertThat(all.named("own")).contains(own);
    assertThat(RuleTemplates.builtIn().named("own")).isEmpty();
    assertThat(all.with(own).all()).hasSameSizeAs(all.all());
    assertThatThrownBy(() -> RuleTemplates.of(List.of(own, own)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"own\"");
    assertThat(RuleTemplate.parse(own.toJson().toString())).isEqualTo(own);
  }

  /** One rule with a condition on a limit, and an action with a text. */
  private static String document(String value, String text) {
    return """
        {"name": "own", "industry": "x", "title": "t", "description": "d", "version": 1,
         "parameters": {"type": "object", "properties": {
           "limit": {"type": "number", "description": "l", "maximum": 100},
           "word": {"type": "string", "description": "w", "default": "hello"},
           "words": {"type": "array", "description": "w", "default": ["a"]},
           "condition": {"type": "object", "description": "c", "default": {"all": []}}}},
         "vocabulary": {"facts": {"x": "number", "t": "text"}, "actions": {"say": {}}},
         "rules": [{"id": "r", "when": {"field": "x", "op": "lt", "value": VALUE},
           "then": [{"do": "say", "with": {"text": "TEXT"}}]}],
         "samples": [{"title": "s", "parameters": {"limit": 5}, "now": "2026-11-20T10:00:00Z",
           "facts": {}, "expect": []}]}
        """
        .replace("VALUE", value)
        .replace("TEXT", text);
  }

  private static RuleTemplate template(String value, String text) {
    return RuleTemplate.parse(document(value, text));
  }

  private static List<Problem> problems(String parameters) {
    InvalidParameters thrown =
        catchThrowableOfType(
            InvalidParameters.class,
            () ->
                template("{\"$param\": \"limit\"}", "x")
                    .instantiate(Json.parseObject(parameters.replace('\'', '"'))));
    assertThat(thrown).as(parameters).isNotNull();
    assertThat(thrown.code()).isEqualTo("invalid_parameters");
    return thrown.problems();
  }

  @Test
  void missingUnknownAndWrongParametersAreNamed() {
    assertThat(problems("{'lmit': 1}"))
        .extracting(Problem::parameter, Problem::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("limit", Kind.MISSING),
            org.assertj.core.groups.Tuple.tuple("lmit", Kind.UNKNOWN));
    assertThat(problems("{'limit': 101, 'word': 5}"))
        .extracting(Problem::parameter, Problem::kind)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("limit", Kind.WRONG),
            org.assertj.core.groups.Tuple.tuple("word", Kind.WRONG));
    assertThat(problems("{'limit': {'op': 'exists'}}").get(0).kind()).isEqualTo(Kind.WRONG);
    assertThat(problems("{'limit': 1, 'word': 5}").get(0).toString())
        .startsWith("\"word\" is 5: ")
        .endsWith("; leave it out for \"hello\"");
    assertThat(problems("{'limit': '" + "x".repeat(5_000) + "'}").get(0).value().orElseThrow())
        .hasSize(100)
        .endsWith("…");
  }

  @Test
  void deepAndHugeParametersAreRefused() {
    String deep = "[".repeat(400) + "]".repeat(400);
    assertThat(problems("{'limit': 1, 'words': " + deep + "}"))
        .extracting(Problem::kind)
        .containsExactly(Kind.TOO_LARGE);
    RuleTemplate repeating = template("1", "${word}".repeat(100));
    Json.Obj large = Json.object().put("limit", 1).put("word", "x".repeat(20_000)).build();
    assertThatThrownBy(() -> repeating.rules(large))
        .isInstanceOf(InvalidParameters.class)
        .hasMessageContaining("over a million characters");
    Json.Obj number = Json.parseObject("{\"limit\": -1e999999999}");
    assertThat(template("{\"$param\": \"limit\"}", "${limit}").instantiate(number).rules())
        .hasSize(1);
  }

  @Test
  void whatIsFilledInIsNeverLookedAtAgain() {
    RuleTemplate template = template("1", "${word} $${word} $${ ${limit} ${");
    Json rules =
        template.rules(Json.parseObject("{\"limit\": 2, \"word\": \"${limit}\\\", \\\"x\"}"));
    assertThat(rules.at("/0/then/0/with/text"))
        .contains(Json.of("${limit}\", \"x ${word} ${ 2 ${"));
    Json.Obj param = Json.parseObject("{\"limit\": 2, \"words\": [{\"$param\": \"word\"}]}");
    assertThat(template("{\"$param\": \"words\"}", "x").rules(param).at("/0/when/value/0"))
        .contains(Json.parse("{\"$param\": \"word\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "\"op\": \"lt\";\"op\": \"${word}\"",
        "\"field\": \"x\";\"field\": \"${word}\"",
        "\"do\": \"say\";\"do\": \"${word}\"",
        "\"id\": \"r\";\"id\": \"${word}\"",
        "\"op\": \"lt\", \"value\": 1;\"op\": \"matches\", \"value\": \"${word}\"",
        "\"op\": \"lt\", \"value\": 1;\"op\": {\"$param\": \"word\"}, \"value\": \"${word}\"",
        "\"value\": 1;\"value\": {\"field\": \"${word}\"}",
        "\"text\": \"x\";\"${word}\": 1",
        "\"text\": \"x\";\"text\": \"${nobody}\"",
        "\"text\": \"x\";\"text\": \"${words}\"",
        "\"text\": \"x\";\"text\": {\"$param\": \"nobody\"}",
        "\"text\": \"x\";\"text\": {\"$param\": \"word\", \"more\": 1}"
      })
  void aPlaceholderThatWouldBecomeMoreThanAValueIsRefusedWhenTheTemplateIsParsed(
      String part, String instead) {
    String text = document("1", "x");
    assertThat(text).contains(part);
    assertThatThrownBy(() -> RuleTemplate.parse(text.replace(part, instead)))
        .isInstanceOf(InvalidRules.class)
        .hasMessageContaining("/rules/0");
  }

  @Test
  void aWholeConditionCanBeAParameterThatIsDeclaredAsAnObject() {
    String text =
        document("1", "x")
            .replace(
                "{\"field\": \"x\", \"op\": \"lt\", \"value\": 1}", "{\"$param\": \"condition\"}");
    RuleTemplate template = RuleTemplate.parse(text);
    assertThat(template.instantiate(Json.parseObject("{\"limit\": 1}")).rules()).hasSize(1);
    assertThatThrownBy(
            () ->
                template.instantiate(
                    Json.parseObject(
                        "{\"limit\":1,\"condition\":{\"field\":\"y\",\"op\":\"exists\"}}")))
        .isInstanceOf(InvalidParameters.class)
        .hasMessageContaining("there is no field \"y\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"version\": 1;\"version\": 0",
        "\"name\": \"own\";\"name\": \"Own One\"",
        "\"maximum\": 100;\"maximum\": \"x\"",
        "\"default\": \"hello\";\"default\": 5",
        "\"x\": \"number\";\"x\": \"nmbr\"",
        "\"x\": \"number\";\"x..y\": \"number\"",
        "\"say\": {};\"say\": {\"type\": 5}",
        "2026-11-20T10:00:00Z;tomorrow",
        "\"samples\";\"smaples\""
      })
  void aTemplateThatIsNoneIsRefused(String change) {
    String[] parts = change.split(";");
    assertThatThrownBy(() -> RuleTemplate.parse(document("1", "x").replace(parts[0], parts[1])))
        .isInstanceOf(InvalidRules.class);
    assertThatThrownBy(() -> RuleTemplate.parse("{")).isInstanceOf(InvalidRules.class);
  }

  @Test
  void aSampleThatFailsIsSaid() {
    RuleTemplate template =
        RuleTemplate.parse(document("1", "x").replace("\"facts\": {}", "\"facts\": {\"x\": 0}"));
    assertThat(template.failures()).singleElement().asString().startsWith("sample \"s\": planned");
  }

  @Test
  void aHostsOwnVocabularyIsWhatCounts() {
    RuleTemplate template = template("{\"$param\": \"limit\"}", "x");
    Json.Obj values = Json.parseObject("{\"limit\": 1}");
    assertThat(template.instantiate(values, RuleVocabulary.OPEN).rules()).hasSize(1);
    RuleVocabulary other = RuleVocabulary.newBuilder().build();
    assertThatThrownBy(() -> template.instantiate(values, other))
        .isInstanceOf(InvalidRules.class)
        .hasMessageContaining("there is no field \"x\"");
  }

  static Stream<String> names() {
    return builtIn().stream().map(RuleTemplate::name);
  }
}
