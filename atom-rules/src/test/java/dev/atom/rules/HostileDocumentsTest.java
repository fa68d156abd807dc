package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.InvalidRules.Problem;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Documents made to hurt, at every entrance: each is refused with a kind, a place and a reason. That
 * the work is bounded is told by what is counted: problems, characters of their messages, and bytes
 * allocated for each character of the document.
 */
class HostileDocumentsTest {
  private static final int MEGABYTE = 1_000_000;

  /** A document that is refused without being read must not cost more. */
  private static final long NOTHING = 100_000;

  /** What reading JSON takes at most for each character, with the tree and its texts. */
  private static final long READ = 60;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A kind of document, and what it is refused with when it is read in full. */
  private record Hostile(String name, Kind kind, String path, Supplier<String> text) {
    @Override
    public String toString() {
      return name;
    }
  }

  private record Refusal(InvalidRules why, long allocated) {}

  static String rule(String condition) {
    return "[{\"id\":\"r\",\"when\":" + condition + ",\"then\":[]}]";
  }

  static String leaf(String operator, String value) {
    return rule("{\"field\":\"x\",\"op\":\"" + operator + "\",\"value\":" + value + "}");
  }

  static String many(int count, String format) {
    return IntStream.range(0, count)
        .mapToObj(i -> format.replace("#", Integer.toString(i)))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String with(String member, String value) {
    return rule("{\"all\":[]}").replace("\"then\"", "\"" + member + "\":" + value + ",\"then\"");
  }

  private static Hostile hostile(String name, Kind kind, String path, Supplier<String> text) {
    return new Hostile(name, kind, path, text);
  }

  private static List<Hostile> documents() {
    List<Hostile> all = new ArrayList<>(shapes());
    all.addAll(lists());
    all.addAll(notJson());
    all.addAll(numbers());
    all.addAll(texts());
    return all;
  }

  private static List<Hostile> shapes() {
    String leaf = "{\"field\":\"f#\",\"op\":\"exists\"}";
    return List.of(
        hostile(
            "450 levels of not",
            Kind.LIMIT_EXCEEDED,
            "/0/when" + "/not".repeat(20),
            () -> rule("{\"not\":".repeat(450) + "1" + "}".repeat(450))),
        hostile(
            "100,000 conditions",
            Kind.LIMIT_EXCEEDED,
            "/0/when",
            () -> rule("{\"all\":" + many(100_000, leaf) + "}")),
        hostile(
            "100,000 conditions in 400 groups",
            Kind.LIMIT_EXCEEDED,
            "/0/when",
            () -> rule("{\"any\":" + many(400, "{\"all\":" + many(250, leaf) + "}") + "}")),
        hostile(
            "1,000 conditions on the items of lists",
            Kind.LIMIT_EXCEEDED,
            "/0/when",
            () -> rule("{\"all\":" + many(1_000, "{\"items\":\"l#\",\"any\":{\"all\":[]}}") + "}")),
        hostile(
            "2,001 operations of JsonLogic",
            Kind.LIMIT_EXCEEDED,
            "/0/when/and/1999",
            () -> rule("{\"and\":" + many(2_001, "{\"==\":[1,#]}") + "}")),
        hostile(
            "100,001 rules",
            Kind.LIMIT_EXCEEDED,
            "",
            () -> many(100_001, "{\"id\":\"r#\",\"when\":{\"all\":[]},\"then\":[]}")),
        hostile(
            "100,001 rules in an object",
            Kind.LIMIT_EXCEEDED,
            "/rules",
            () ->
                "{\"rules\":"
                    + many(100_001, "{\"id\":\"r#\",\"when\":{\"all\":[]},\"then\":[]}")
                    + "}"));
  }

  private static List<Hostile> lists() {
    return List.of(
        hostile(
            "a million items in a list",
            Kind.LIMIT_EXCEEDED,
            "/0/when/value",
            () -> leaf("in", "[" + "1,".repeat(MEGABYTE) + "1]")),
        hostile(
            "100,000 triggers",
            Kind.LIMIT_EXCEEDED,
            "/0/on",
            () -> with("on", many(100_000, "{\"event\":\"e#\"}"))),
        hostile(
            "100,000 rules of the same id",
            Kind.DUPLICATE_ID,
            "/1/id",
            () -> many(100_000, "{\"id\":\"r\",\"when\":{\"all\":[]},\"then\":[]}")),
        hostile(
            "a million tags that are numbers",
            Kind.WRONG_FORM,
            "/0/tags",
            () -> with("tags", "[" + "1,".repeat(MEGABYTE) + "1]")));
  }

  private static List<Hostile> notJson() {
    return List.of(
        hostile(
            "10,000 levels of all",
            Kind.NOT_JSON,
            "",
            () -> rule("{\"all\":[".repeat(10_000) + "]}".repeat(10_000))),
        hostile("a million open brackets", Kind.NOT_JSON, "", () -> "[".repeat(MEGABYTE)),
        hostile(
            "a key twice",
            Kind.NOT_JSON,
            "",
            () -> "[{\"id\":\"a\",\"id\":\"b\",\"when\":{\"all\":[]}}]"),
        hostile(
            "a key twice, once with escapes",
            Kind.NOT_JSON,
            "",
            () -> "[{\"id\":\"a\",\"\\u0069d\":\"b\",\"when\":{\"all\":[]}}]"),
        hostile("an open text of a million characters", Kind.NOT_JSON, "", () -> openText()),
        hostile("a million closing brackets", Kind.NOT_JSON, "", () -> "[]" + "]".repeat(MEGABYTE)),
        hostile(
            "a number of a million digits",
            Kind.NOT_JSON,
            "",
            () -> leaf("eq", "1" + "0".repeat(MEGABYTE))),
        hostile("an exponent beyond all", Kind.NOT_JSON, "", () -> leaf("eq", "1e99999999999")),
        hostile("nothing", Kind.NOT_JSON, "", () -> ""),
        hostile("a million blanks", Kind.NOT_JSON, "", () -> " ".repeat(MEGABYTE)),
        hostile("a zero byte", Kind.NOT_JSON, "", () -> "[\u0000]"));
  }

  private static String openText() {
    return "[{\"id\":\"" + "\\\\".repeat(MEGABYTE / 2);
  }

  private static List<Hostile> numbers() {
    return List.of(
        hostile(
            "a huge priority",
            Kind.WRONG_FORM,
            "/0/priority",
            () -> with("priority", "1e999999999")),
        hostile("a tiny score", Kind.WRONG_FORM, "/0/score", () -> with("score", "1e-999999999")),
        hostile(
            "at least a huge number",
            Kind.WRONG_FORM,
            "/0/when/atLeast",
            () -> rule("{\"atLeast\":1e999999999,\"of\":[{\"field\":\"x\",\"op\":\"exists\"}]}")),
        hostile(
            "an empty range of huge numbers",
            Kind.WRONG_FORM,
            "/0/when/value",
            () -> leaf("between", "[1e999999999,-1e999999999]")));
  }

  private static List<Hostile> texts() {
    return List.of(
        hostile(
            "a field of nearly a million characters",
            Kind.WRONG_FORM,
            "/0/when/field",
            () -> rule("{\"field\":\"" + "a.".repeat(MEGABYTE / 2 - 1) + "a\",\"op\":\"exists\"}")),
        hostile(
            "an operator of a million characters",
            Kind.UNKNOWN_OPERATOR,
            "/0/when/op",
            () -> rule("{\"field\":\"x\",\"op\":\"" + "e".repeat(MEGABYTE) + "\"}")),
        hostile(
            "a regular expression of a million characters",
            Kind.LIMIT_EXCEEDED,
            "/0/when/value",
            () -> leaf("matches", "\"" + "a".repeat(MEGABYTE) + "\"")),
        hostile(
            "a regular expression that grows",
            Kind.WRONG_FORM,
            "/0/when/value",
            () -> leaf("matches", "\"((((a{1000}){1000}){1000}){1000}){1000}\"")),
        hostile(
            "a back reference",
            Kind.WRONG_FORM,
            "/0/when/value",
            () -> leaf("matches", "\"(a*)\\\\1\"")),
        hostile(
            "a member of a million characters",
            Kind.NOT_JSON,
            "",
            () -> rule("{\"" + "m".repeat(MEGABYTE) + "\":1}")),
        hostile(
            "a member of 40,000 characters",
            Kind.WRONG_FORM,
            "/0/when",
            () -> rule("{\"field\":\"x\",\"op\":\"exists\",\"" + "m".repeat(40_000) + "\":1}")),
        hostile(
            "100,000 faults in a rule with an id of a million characters",
            Kind.WRONG_FORM,
            "/0/then/0",
            () ->
                rule("{\"all\":[]}")
                    .replace("\"r\"", "\"" + "i".repeat(MEGABYTE) + "\"")
                    .replace("[]}]", many(100_000, "#") + "}]")));
  }

  static Stream<Hostile> cases() {
    return documents().stream();
  }

  private static Refusal refused(String name, Runnable entrance) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    InvalidRules why = catchThrowableOfType(InvalidRules.class, entrance::run);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(why).as(name).isNotNull();
    assertThat(why.problems()).hasSizeBetween(1, 1_000);
    assertThat(why.problems()).allMatch(problem -> problem.message().length() <= 2_100);
    assertThat(why.getMessage().length()).isLessThan(60_000);
    assertThat(why.problems().getFirst().message()).isNotBlank();
    return new Refusal(why, allocated);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theTextIsRefusedWithPlaceAndReason(Hostile document) {
    String text = document.text().get();
    Refusal refusal = refused(document.name(), () -> RuleSet.parse(text));
    Problem first = refusal.why().problems().getFirst();
    assertThat(first.kind()).isEqualTo(document.kind());
    assertThat(first.path()).isEqualTo(document.path());
    assertThat(first.line() > 0 && first.column() > 0).isEqualTo(first.kind() == Kind.NOT_JSON);
    assertThat(refusal.allocated()).isLessThan(2 * MEGABYTE + READ * text.length());
    System.out.printf(
        Locale.ROOT,
        "hostile text: %-62s %,12d characters %,14d bytes%n",
        document.name(),
        text.length(),
        refusal.allocated());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void whatIsLongerThanStrangersMaySendIsNotRead(Hostile document) {
    String text = document.text().get();
    RuleLimits strangers = RuleLimits.STRANGERS;
    Refusal refusal =
        refused(document.name(), () -> RuleSet.parse(text, RuleVocabulary.OPEN, strangers));
    Problem first = refusal.why().problems().getFirst();
    if (text.length() > strangers.characters()) {
      assertThat(refusal.allocated()).isLessThan(NOTHING);
      assertThat(first)
          .isEqualTo(
              new Problem(
                  "",
                  "",
                  Kind.LIMIT_EXCEEDED,
                  "the document has " + text.length() + " characters; at most 1000000"));
    } else {
      assertThat(first.kind()).isEqualTo(document.kind());
      assertThat(first.path()).isEqualTo(document.path());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void whatIsJsonAlreadyIsRefusedForTheSameReason(Hostile document) {
    Optional<Json> json = json(document.text().get());
    assertThat(json.isEmpty()).isEqualTo(document.kind() == Kind.NOT_JSON);
    if (json.isPresent()) {
      Refusal refusal =
          refused(
              document.name(),
              () -> RuleSet.parse(json.get(), RuleVocabulary.OPEN, RuleLimits.DEFAULT));
      Problem first = refusal.why().problems().getFirst();
      assertThat(first.kind()).isEqualTo(document.kind());
      assertThat(first.path()).isEqualTo(document.path());
      assertThat(refusal.allocated()).isLessThan(100L * MEGABYTE);
    }
  }

  private static Optional<Json> json(String text) {
    try {
      return Optional.of(Json.parse(text));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /** The text is gone through once, and nothing is kept of it. */
  @Test
  void tooManyRulesOrConditionsAreRefusedBeforeAnythingIsRead() {
    for (Hostile document : shapes()) {
      if (document.name().contains("100,001 rules")
          || document.name().contains("0 conditions in")) {
        String text = document.text().get();
        refused(document.name(), () -> RuleSet.parse(text));
        Refusal refusal = refused(document.name(), () -> RuleSet.parse(text));
        assertThat(refusal.allocated()).as(document.name()).isLessThan(NOTHING);
        assertThat(refusal.why().problems()).hasSize(1);
      }
    }
  }

  static Stream<Arguments> misleading() {
    String long1 = " ".repeat(100_000);
    String op = "{\"op\":1}";
    return Stream.of(
        Arguments.of("operators in actions", with("x", many(300, op)) + long1),
        Arguments.of(
            "operators in texts",
            with("description", "\"" + "{\\\"op\\\":1},".repeat(300) + "\"") + long1),
        Arguments.of(
            "operators in the data of JsonLogic",
            rule("{\"in\":[{\"var\":\"x\"},{\"preserve\":" + many(300, op) + "}]}") + long1),
        Arguments.of(
            "2,000 reads of JsonLogic",
            rule("{\"in\":[1,{\"merge\":" + many(1_900, "{\"var\":\"f#\"}") + "}]}") + long1),
        Arguments.of(
            "a long list in an action",
            with("x", many(20_000, "1"))
                    .replace(
                        "[]}]", "[{\"do\":\"x\",\"with\":{\"value\":" + many(20_000, "#") + "}}]}]")
                + long1),
        Arguments.of(
            "200 conditions in each of 3 rules",
            many(
                    3,
                    "{\"id\":\"r#\",\"when\":{\"any\":"
                        + many(200, "{\"field\":\"f\",\"op\":\"exists\"}")
                        + "},\"then\":[{\"do\":\"x\",\"with\":{\"op\":[{\"op\":{}}]}}]}")
                + long1),
        Arguments.of(
            "quotes and backslashes",
            with("name", "\"\\\\\\\"{\\\\\"").replace("[]}]", many(300, "{\"do\":\"op\"}") + "}]")
                + long1),
        Arguments.of(
            "rules that are no rules",
            "{\"x\":{\"rules\":" + many(300, "{}") + "},\"rules\":[]}" + long1));
  }

  /** What merely looks like rules and conditions is not counted. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("misleading")
  void whatIsLegalIsReadHoweverItLooks(String name, String text) {
    RuleLimits limits = RuleLimits.DEFAULT.rules(3);
    assertThat(RuleSet.parse(text, RuleVocabulary.OPEN, limits))
        .isEqualTo(RuleSet.parse(text.strip(), RuleVocabulary.OPEN, limits));
  }

  @Test
  void theIdOfTheRuleThatIsTooLargeIsTold() {
    String small = "{\"id\":\"small\",\"when\":{\"all\":[]},\"then\":[]},";
    String text =
        rule("{\"all\":" + many(10_000, "{\"field\":\"f\",\"op\":\"exists\"}") + "}")
            .replaceFirst("\\[", "[" + small);
    Problem problem = refused("id", () -> RuleSet.parse(text)).why().problems().getFirst();
    assertThat(problem)
        .isEqualTo(
            new Problem(
                "r", "/1/when", Kind.LIMIT_EXCEEDED, "the rule has more than 200 conditions"));
  }

  @Test
  void limitsForStrangersAreSmaller() {
    String document = rule("{\"field\":\"x\",\"op\":\"exists\"}");
    // @start region="limits"
    RuleLimits limits = RuleLimits.STRANGERS.rules(100).effort(500_000);
    RuleSet rules = RuleSet.parse(document, RuleVocabulary.OPEN, limits);
    // @end
    assertThat(rules.rules()).hasSize(1);
    assertThat(limits.effort()).isEqualTo(500_000);
    for (RuleLimits other :
        List.of(limits.characters(7), limits.conditions(7), limits.depth(7), limits.rules(7))) {
      assertThat(other.toString()).contains("=7");
    }
    assertThatThrownBy(() -> limits.effort(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsNotJsonIsToldWithLineAndColumn() {
    Problem problem =
        refused("a comma too much", () -> RuleSet.parse("[\n  {\"id\": \"a\",}]"))
            .why()
            .problems()
            .getFirst();
    assertThat(problem.kind()).isEqualTo(Kind.NOT_JSON);
    assertThat(problem.line()).isEqualTo(2);
    assertThat(problem.column()).isBetween(13, 15);
    assertThat(problem.message()).contains("line 2, column " + problem.column());
  }

  @Test
  void builtRulesAreBoundedToo() {
    List<Condition> conditions =
        IntStream.range(0, 100_000)
            .<Condition>mapToObj(i -> Condition.field("f" + i).exists())
            .toList();
    Rule rule = Rule.newBuilder("r").when(new Condition.All(conditions)).build();
    Refusal refusal = refused("100,000 built conditions", () -> RuleSet.of(List.of(rule)));
    assertThat(refusal.why().problems().getFirst().path()).isEqualTo("/rules/0/when");
    assertThat(refusal.allocated()).isLessThan(50L * MEGABYTE);
    RuleSet none = RuleSet.of(List.of());
    assertThat(refused("added", () -> none.with(rule)).why().problems()).hasSize(1);
    List<Rule> rules =
        IntStream.range(0, 1_001)
            .mapToObj(i -> Rule.newBuilder("r" + i).when(Condition.all()).build())
            .toList();
    Refusal many =
        refused(
            "1,001 built rules",
            () -> RuleSet.of(rules, java.util.Map.of(), RuleVocabulary.OPEN, RuleLimits.STRANGERS));
    assertThat(many.why().problems().getFirst().path()).isEqualTo("/rules");
    assertThat(many.allocated()).isLessThan(NOTHING);
  }
}
