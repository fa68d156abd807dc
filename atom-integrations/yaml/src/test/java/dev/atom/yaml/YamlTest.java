package dev.atom.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class YamlTest {
  @Test
  void countriesAreTextsAndPricesAreExact() {
    // @start region="norway"
    Json json =
        Yaml.parse(
            """
            countries: [de, no, se]   # Norway is no truth value
            price: 0.10
            since: 2026-11-01
            """);

    assertThat(json)
        .isEqualTo(
            Json.parse(
                """
                {"countries": ["de", "no", "se"], "price": 0.10, "since": "2026-11-01"}
                """));
    // @end
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no | \"no\"",
        "yes | \"yes\"",
        "on | \"on\"",
        "off | \"off\"",
        "y | \"y\"",
        "true | true",
        "True | true",
        "FALSE | false",
        "~ | null",
        "Null | null",
        "'null' | \"null\"",
        "\"true\" | \"true\"",
        "12 | 12",
        "-0 | 0",
        "+3 | 3",
        "1e3 | 1000",
        "1.50 | 1.5",
        ".5 | 0.5",
        "5. | 5",
        "0.1 | 0.1",
        "123456789012345678901234567890 | 123456789012345678901234567890",
        "0.30000000000000000000001 | 0.30000000000000000000001",
        "1_000 | \"1_000\"",
        "12:30 | \"12:30\"",
        "190:20:30 | \"190:20:30\"",
        "2026-11-01 | \"2026-11-01\"",
        "1.2.3 | \"1.2.3\"",
        "1e | \"1e\"",
        "e5 | \"e5\"",
        ".e5 | \".e5\"",
        "+e5 | \"+e5\"",
        "- | [null]",
        "+ | \"+\"",
        ". | \".\"",
        "'012' | \"012\"",
        "!!str 12 | \"12\"",
        "! 12 | \"12\"",
        "!!int 12 | 12",
        "!!float 12 | 12",
        "[1, {a: b}] | [1, {\"a\": \"b\"}]",
        "{1: a, true: b, no: c} | {\"1\": \"a\", \"true\": \"b\", \"no\": \"c\"}",
        "{a: } | {\"a\": null}",
        "{\"<<\": 1} | {\"<<\": 1}"
      })
  void plainWordsMeanWhatTheCoreSchemaSays(String yaml, String json) {
    assertThat(Yaml.parse(yaml)).isEqualTo(Json.parse(json));
  }

  @Test
  void blocksAndAliasesAreValues() {
    assertThat(
            Yaml.parse(
                """
                --- # a document
                base: &base
                  tags: [a, b]
                other: *base
                text: |
                  two
                  lines
                folded: >-
                  one
                  line
                """))
        .isEqualTo(
            Json.parse(
                """
                {"base": {"tags": ["a", "b"]}, "other": {"tags": ["a", "b"]},
                 "text": "two\\nlines\\n", "folded": "one line"}
                """));
  }

  /** A text that is refused, and where. */
  record Refused(String yaml, String says, int line, int column) {}

  static List<Refused> refused() {
    return List.of(
        new Refused("", "no document", 0, 0),
        new Refused("# nothing\n", "no document", 0, 0),
        new Refused("a: 1\n---\nb: 2\n", "second document", 2, 1),
        new Refused("a: 1\nb: 2\na: 3\n", "stands twice", 3, 1),
        new Refused("{a: 1, 'a': 2}", "stands twice", 1, 8),
        new Refused("a: 012", "leading zero", 1, 4),
        new Refused("a: 0o14", "two ways", 1, 4),
        new Refused("a: 0x1F", "two ways", 1, 4),
        new Refused("a: 00.5", "leading zero", 1, 4),
        new Refused("a: .inf", "no such number", 1, 4),
        new Refused("a: -.INF", "no such number", 1, 4),
        new Refused("a: .nan", "no such number", 1, 4),
        new Refused("a: !!java.net.URL x", "tag is not allowed", 1, 4),
        new Refused("a: !!binary aGk=", "tag is not allowed", 1, 4),
        new Refused("a: !own {b: 1}", "tag is not allowed", 1, 4),
        new Refused("a: !!set {b}", "tag is not allowed", 1, 4),
        new Refused("a: !!int x", "not what its tag says", 1, 4),
        new Refused("a: !!int 1.5", "not what its tag says", 1, 4),
        new Refused("a: !!bool no", "not what its tag says", 1, 4),
        new Refused("a: &b {c: 1}\nd:\n  <<: *b\n", "merges no keys", 3, 3),
        new Refused("? [a, b]\n: 1\n", "a key is a text", 1, 3),
        new Refused("a: *b", "stands for nothing", 1, 4),
        new Refused("a: &b [*b]", "stands for nothing", 1, 8),
        new Refused("a:\n\t- b\n", "no YAML", 2, 1),
        new Refused("a: [1, 2\nb: 3", "no YAML", 2, 2),
        new Refused("a: 'secret canary", "no YAML", 1, 18),
        new Refused("a: \u0001canary", "no YAML", 0, 0),
        new Refused("a: @canary", "no YAML", 1, 4));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsNotPlainIsRefusedWithItsPlace(Refused refused) {
    InvalidYaml invalid = catchThrowableOfType(InvalidYaml.class, () -> Yaml.parse(refused.yaml()));
    assertThat(invalid).isNotNull();
    assertThat(invalid.getMessage()).contains(refused.says()).doesNotContain("canary");
    assertThat(invalid.code()).isEqualTo("invalid_yaml");
    assertThat(List.of(invalid.line(), invalid.column()))
        .isEqualTo(List.of(refused.line(), refused.column()));
  }

  @Test
  void depthIsLimited() {
    assertThat(Yaml.parse("[".repeat(100) + "]".repeat(100))).isInstanceOf(Json.Arr.class);
    InvalidYaml invalid =
        catchThrowableOfType(
            InvalidYaml.class, () -> Yaml.parse("[".repeat(100_000) + "]".repeat(100_000)));
    assertThat(invalid).hasMessageContaining("100 levels");
  }

  @Test
  void lengthIsLimited() {
    InvalidYaml invalid =
        catchThrowableOfType(InvalidYaml.class, () -> Yaml.parse("a".repeat(1_000_001)));
    assertThat(invalid).hasMessageContaining("characters");
  }

  @Test
  void aliasesDontGrowWithoutEnd() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      String last = "*a" + (i - 1);
      laughs.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", List.of(last, last))));
    }
    InvalidYaml invalid =
        catchThrowableOfType(InvalidYaml.class, () -> Yaml.parse(laughs.toString()));
    assertThat(invalid).hasMessageContaining("aliases");
  }

  @Test
  void numbersDontGrowWithoutEnd() {
    InvalidYaml invalid =
        catchThrowableOfType(InvalidYaml.class, () -> Yaml.parse("a: " + "9".repeat(1_001)));
    assertThat(invalid).hasMessageContaining("digits");
  }

  @Test
  void everyJsonTextIsRead() {
    String json = "{\"a\": [1, -2.5e3, true, null, \"x\\n\\u00e4\"], \"b\": {}}";
    assertThat(Yaml.parse(json)).isEqualTo(Json.parse(json));
  }
}
