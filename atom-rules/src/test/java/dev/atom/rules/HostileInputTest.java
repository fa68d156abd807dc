package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.atom.json.Json;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.InvalidRules.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Documents and facts made to hurt are refused with a place and a reason, or evaluated in a time that
 * grows with their size. The limit of time is a guard against hanging, not a measure; what each took
 * is printed.
 */
class HostileInputTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Duration HANGS = Duration.ofSeconds(20);
  private static final RuleLimits WITHOUT_BOUND = RuleLimits.DEFAULT.effort(Long.MAX_VALUE);
  private static final int MEGABYTE = 1_000_000;

  private static <T> T guarded(String name, ThrowingSupplier<T> call) {
    long start = System.nanoTime();
    T result = assertTimeoutPreemptively(HANGS, call);
    double milliseconds = (System.nanoTime() - start) / 1e6;
    System.out.printf(Locale.ROOT, "hostile: %-45s %8.1f ms%n", name, milliseconds);
    return result;
  }

  private static String rule(String condition) {
    return "[{\"id\":\"r\",\"when\":" + condition + ",\"then\":[]}]";
  }

  private static String leaf(String operator, String value) {
    return rule("{\"field\":\"x\",\"op\":\"" + operator + "\",\"value\":" + value + "}");
  }

  private static String repeated(int times, String text) {
    return text.repeat(times);
  }

  private static String many(int count, String format) {
    return IntStream.range(0, count)
        .mapToObj(i -> format.replace("#", Integer.toString(i)))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static Arguments refused(String name, Kind kind, String path, Supplier<String> text) {
    return Arguments.of(name, kind, path, text);
  }

  static Stream<Arguments> refused() {
    return Stream.of(shapes(), numerals(), texts()).flatMap(cases -> cases);
  }

  private static Stream<Arguments> shapes() {
    return Stream.of(
        refused(
            "10,000 levels of not",
            Kind.NOT_JSON,
            "",
            () -> rule(repeated(10_000, "{\"not\":") + "1" + repeated(10_000, "}"))),
        refused(
            "10,000 levels of all",
            Kind.NOT_JSON,
            "",
            () -> rule(repeated(10_000, "{\"all\":[") + repeated(10_000, "]}"))),
        refused("a million open brackets", Kind.NOT_JSON, "", () -> repeated(MEGABYTE, "[")),
        refused(
            "400 levels of not",
            Kind.LIMIT_EXCEEDED,
            "/0/when" + repeated(20, "/not"),
            () -> rule(repeated(400, "{\"not\":") + "1" + repeated(400, "}"))),
        refused(
            "a million items in a list",
            Kind.LIMIT_EXCEEDED,
            "/0/when/value",
            () -> leaf("in", "[" + repeated(MEGABYTE, "1,") + "1]")),
        refused(
            "a million conditions",
            Kind.LIMIT_EXCEEDED,
            "/0/when",
            () -> rule("{\"all\":" + many(100_000, "{\"field\":\"f#\",\"op\":\"exists\"}") + "}")),
        refused(
            "100,001 rules",
            Kind.LIMIT_EXCEEDED,
            "",
            () -> many(100_001, "{\"id\":\"r#\",\"when\":{\"all\":[]},\"then\":[]}")),
        refused("17 million characters", Kind.LIMIT_EXCEEDED, "", () -> repeated(17_000_000, " ")),
        refused(
            "a key twice", Kind.NOT_JSON, "", () -> "[{\"id\":\"a\",\"id\":\"b\",\"when\":{}}]"));
  }

  private static Stream<Arguments> numerals() {
    return Stream.of(
        refused(
            "a key twice in a value",
            Kind.NOT_JSON,
            "",
            () -> leaf("eq", "{\"date\":\"2026-11-21\",\"date\":\"2026-11-22\"}")),
        refused("a number of a million digits", Kind.NOT_JSON, "", () -> leaf("eq", digits())),
        refused("an exponent beyond all", Kind.NOT_JSON, "", () -> leaf("eq", "1e99999999999")),
        refused(
            "a huge number as priority",
            Kind.WRONG_FORM,
            "/0/priority",
            () -> "[{\"id\":\"r\",\"priority\":1e999999999,\"when\":{\"all\":[]},\"then\":[]}]"),
        refused(
            "a tiny number as priority",
            Kind.WRONG_FORM,
            "/0/priority",
            () -> "[{\"id\":\"r\",\"priority\":1e-999999999,\"when\":{\"all\":[]},\"then\":[]}]"),
        refused(
            "at least a huge number",
            Kind.WRONG_FORM,
            "/0/when/atLeast",
            () -> rule("{\"atLeast\":1e999999999,\"of\":[{\"field\":\"x\",\"op\":\"exists\"}]}")),
        refused(
            "a range that ends before it begins",
            Kind.WRONG_FORM,
            "/0/when/value",
            () -> leaf("between", "[1e999999999,-1e999999999]")));
  }

  private static Stream<Arguments> texts() {
    return Stream.of(
        refused(
            "a field of nearly a million characters",
            Kind.WRONG_FORM,
            "/0/when/field",
            () ->
                rule(
                    "{\"field\":\"" + repeated(MEGABYTE / 2 - 1, "a.") + "a\",\"op\":\"exists\"}")),
        refused(
            "an operator of a million characters",
            Kind.UNKNOWN_OPERATOR,
            "/0/when/op",
            () -> rule("{\"field\":\"x\",\"op\":\"" + repeated(MEGABYTE, "e") + "\"}")),
        refused(
            "a regular expression of a million characters",
            Kind.LIMIT_EXCEEDED,
            "/0/when/value",
            () -> leaf("matches", "\"" + repeated(MEGABYTE, "a") + "\"")),
        refused(
            "a regular expression that grows",
            Kind.WRONG_FORM,
            "/0/when/value",
            () -> leaf("matches", "\"((((a{1000}){1000}){1000}){1000}){1000}\"")),
        refused(
            "a back reference",
            Kind.WRONG_FORM,
            "/0/when/value",
            () -> leaf("matches", "\"(a*)\\\\1\"")),
        refused(
            "a look-ahead",
            Kind.WRONG_FORM,
            "/0/when/value",
            () -> leaf("matches", "\"(?=a+)+b\"")),
        refused(
            "200,000 unknown operators",
            Kind.LIMIT_EXCEEDED,
            "/0/when",
            () -> rule("{\"all\":" + many(200_000, "{\"field\":\"f#\",\"op\":\"is\"}") + "}")),
        refused(
            "100,000 faults in a rule with an id of a million characters",
            Kind.WRONG_FORM,
            "/0/then/0",
            () ->
                "[{\"id\":\""
                    + repeated(MEGABYTE, "i")
                    + "\",\"when\":{\"all\":[]},\"then\":"
                    + many(100_000, "#")
                    + "}]"));
  }

  private static String digits() {
    return "1" + repeated(MEGABYTE, "0");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void refusesWithPlaceAndReason(String name, Kind kind, String path, Supplier<String> text) {
    String document = text.get();
    InvalidRules refusal =
        guarded(
            name,
            () -> {
              try {
                RuleSet.parse(document);
                return null;
              } catch (InvalidRules e) {
                return e;
              }
            });
    assertThat(refusal).as(name).isNotNull();
    Problem first = refusal.problems().get(0);
    assertThat(first.kind()).isEqualTo(kind);
    assertThat(first.path()).isEqualTo(path);
    assertThat(first.message()).isNotBlank();
    assertThat(refusal.problems().size()).isLessThanOrEqualTo(1_000);
    assertThat(refusal.toString().length()).isLessThan(50_000);
    assertThat(first.message().length()).isLessThan(5_000);
  }

  private static Arguments evaluated(String name, boolean fires, String text, Json fact) {
    return Arguments.of(name, fires, text, fact);
  }

  private static Json number(String number) {
    return Json.parse(number);
  }

  static Stream<Arguments> numbers() {
    List<String> huge = List.of("1e999999999", "-1e999999999", "1e-999999999", "-1e-999999999");
    return huge.stream()
        .flatMap(
            n ->
                Stream.of(
                    evaluated(n + " eq itself", true, leaf("eq", n), number(n)),
                    evaluated(n + " eq 1", false, leaf("eq", "1"), number(n)),
                    evaluated("1 eq " + n, false, leaf("eq", n), number("1")),
                    evaluated("in with " + n, true, leaf("in", "[1," + n + "]"), number(n)),
                    evaluated("1 in " + n, false, leaf("in", "[" + n + "]"), number("1")),
                    evaluated(
                        n + " between",
                        true,
                        leaf("between", "[-1e999999999,1e999999999]"),
                        number(n)),
                    evaluated("lt of " + n, n.startsWith("-"), leaf("lt", "0"), number(n)),
                    evaluated("gte of " + n, !n.startsWith("-"), leaf("gte", "0"), number(n)),
                    evaluated(
                        "contains " + n, true, leaf("contains", n), Json.array(List.of(number(n)))),
                    evaluated(
                        "containsAny " + n,
                        true,
                        leaf("containsAny", "[" + n + ",2]"),
                        Json.array(List.of(number(n)))),
                    evaluated("text of " + n, false, leaf("startsWith", "\"1\""), number(n))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("numbers")
  void comparesNumbersWithoutWritingThemOut(String name, boolean fires, String text, Json fact) {
    evaluatesInBoundedTime(name, fires, text, fact);
  }

  static Stream<Arguments> expressions() {
    String text = repeated(100_000, "a");
    return Stream.of(
            "\"(a+)+\"",
            "\"(a|a)*\"",
            "\"(a|aa)+\"",
            "\"(a*)*\"",
            "\"(a?){200}a{200}.*\"",
            "\"([a-zA-Z]+)*\"",
            "\"(.*a){20}\"",
            "\"(a+){10}\"",
            "\"((a*)*)*\"",
            "\"(x+x+)+y\"",
            "\"^(([a-z])+.)+[A-Z]([a-z])+$\"",
            "\"(\\\\w+\\\\s?)+\"",
            "\"^(a?a?a?a?a?a?a?a?a?a?)*$\"",
            "\"(.|a|b|c)*\"",
            "\"(a{0,10}){60}\"",
            "\"[^b]*[^c]*[^d]*[^e]*[^f]*[^g]*[^h]*b\"")
        .map(regex -> evaluated(regex, matches(regex), leaf("matches", regex), Json.of(text)));
  }

  private static boolean matches(String regex) {
    return !List.of(
            "\"(x+x+)+y\"",
            "\"^(([a-z])+.)+[A-Z]([a-z])+$\"",
            "\"[^b]*[^c]*[^d]*[^e]*[^f]*[^g]*[^h]*b\"",
            "\"(a{0,10}){60}\"")
        .contains(regex);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("expressions")
  void matchesLongTextsWhateverTheExpression(String name, boolean fires, String text, Json fact) {
    evaluatesInBoundedTime(name, fires, text, fact);
  }

  private static Json list(int count, String prefix) {
    return Json.array(IntStream.range(0, count).mapToObj(i -> Json.of(prefix + i)).toList());
  }

  /** Texts of 17 letters that all have the same hash code. */
  private static Json collisions(int count) {
    return Json.array(
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    Json.of(
                        IntStream.range(0, 17)
                            .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                            .collect(Collectors.joining())))
            .toList());
  }

  static Stream<Arguments> large() {
    String one = repeated(MEGABYTE, "x");
    String ten = repeated(10 * MEGABYTE, "x");
    String noField = "{\"field\":\"y\"}";
    return Stream.of(
        evaluated(
            "a text of a million characters", true, leaf("eq", "\"" + one + "\""), Json.of(one)),
        evaluated(
            "contains in ten million characters",
            false,
            leaf("contains", "\"" + repeated(1_000, "x") + "y\""),
            Json.of(ten)),
        evaluated(
            "an id of a million characters",
            true,
            leaf("exists", "1")
                .replace(",\"value\":1", "")
                .replace("\"r\"", "\"" + repeated(MEGABYTE, "i") + "\""),
            Json.of(1)),
        evaluated(
            "100,000 actions",
            true,
            leaf("eq", "1").replace("[]}]", many(100_000, "{\"do\":\"a#\"}") + "}]"),
            Json.of(1)),
        evaluated(
            "lists of the same hash",
            false,
            leaf("containsAny", collisions(1_000).toString()),
            Json.array(((Json.Arr) collisions(11_000)).items().subList(1_000, 11_000))),
        evaluated("two lists of 100,000", false, leaf("containsAny", noField), list(100_000, "a")),
        evaluated(
            "all of 100,000 in 100,000", false, leaf("containsAll", noField), list(100_000, "b")),
        evaluated(
            "a part of nearly a million characters",
            false,
            leaf("contains", "\"" + repeated(MEGABYTE - 1, "x") + "y\""),
            Json.of(ten)),
        evaluated("lone surrogates", true, leaf("eq", "\"\\ud800\""), Json.of("\ud800")),
        evaluated("lone surrogates in order", true, leaf("lt", "\"\\ue000\""), Json.of("\ud800")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("large")
  void evaluatesInBoundedTime(String name, boolean fires, String text, Json fact) {
    Json other = name.contains("100,000") ? list(100_000, "c") : Json.NULL;
    Facts facts = Facts.newBuilder().put("x", fact).put("y", other).build();
    RuleSet rules =
        guarded("parse: " + name, () -> RuleSet.parse(text, RuleVocabulary.OPEN, WITHOUT_BOUND));
    Decision decision = guarded("evaluate: " + name, () -> rules.evaluate(facts, NOW));
    assertThat(decision.fired()).hasSize(fires ? 1 : 0);
    String explained = guarded("explain: " + name, () -> decision.trace().toString());
    assertThat(explained).isNotBlank();
  }

  @Test
  void readsAHundredThousandRules() {
    String text =
        many(
            100_000,
            "{\"id\":\"rule-#\",\"when\":{\"field\":\"customer.number\",\"op\":\"eq\",\"value\":#},"
                + "\"then\":[{\"do\":\"note\"}]}");
    assertThat(text.length()).isGreaterThan(9 * MEGABYTE);
    RuleSet rules = guarded("100,000 rules: parse", () -> RuleSet.parse(text));
    Facts facts = Facts.of(Json.parseObject("{\"customer\":{\"number\":7}}"));
    Decision decision = guarded("100,000 rules: evaluate", () -> rules.evaluate(facts, NOW));
    assertThat(decision.fired()).extracting(Rule::id).containsExactly("rule-7");
    InvalidRules refusal =
        guarded(
            "100,000 rules: refused by a limit of 1,000",
            () -> {
              try {
                RuleSet.parse(text, RuleVocabulary.OPEN, RuleLimits.DEFAULT.rules(1_000));
                return null;
              } catch (InvalidRules e) {
                return e;
              }
            });
    assertThat(Optional.ofNullable(refusal)).isPresent();
  }
}
