package dev.atom.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.rules.InvalidRules.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions and facts that are meant to hurt are refused or pass, and cost little. */
@Timeout(60)
class HostileConditionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static String document(String condition) {
    return ("[{'id':'r','when':" + condition + ",'then':[]}]").replace('\'', '"');
  }

  private static Decision decide(String condition, String facts) {
    return RuleSet.parse(document(condition))
        .evaluate(Facts.of(Json.parseObject(facts.replace('\'', '"'))), NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'items':'x','any':",
        "{'items':'x','where':{'all':[]},'not':",
        "{'not':",
        "{'items':'@','all':"
      })
  void deepNestingIsRefusedWithItsPlace(String level) {
    String deep = level.repeat(400) + "{'field':'x','op':'exists'}" + "}".repeat(400);
    InvalidRules thrown =
        catchThrowableOfType(InvalidRules.class, () -> RuleSet.parse(document(deep)));
    assertThat(thrown.problems().get(0).path()).startsWith("/0/when");
    assertThat(thrown.problems().size()).isLessThan(100);
  }

  @Test
  void numbersOfAGigabyteAreComparedAndNotWrittenOut() {
    String facts = "{'x':[1e999999999,1,-1e999999999],'y':1e999999999}";
    for (String condition :
        List.of(
            "{'items':'x','sum':'@','op':'gt','value':1}",
            "{'items':'x','avg':'@','op':'lt','value':1e999999999}",
            "{'items':'x','min':'@','op':'ne','value':1e-999999999}")) {
      Trace trace = decide(condition, facts).trace();
      assertThat(trace.wrongTypes()).as(condition).isEqualTo(1);
      assertThat(trace.toString()).hasSizeLessThan(500);
    }
    assertThat(decide("{'items':'x','any':{'field':'@','op':'gt','value':5}}", facts).fired())
        .hasSize(1);
    assertThat(
            decide("{'items':'x','count':{'all':[]},'op':'lt','value':1e999999999}", facts).fired())
        .hasSize(1);
    String asked = "{'external':'s','with':{'n':{'field':'y'}},'op':'eq','value':1e999999999}";
    Decision decision =
        RuleSet.parse(document(asked))
            .evaluate(
                Facts.of(Json.parseObject(facts.replace('\'', '"'))),
                NOW,
                (questions, context) -> Map.of(questions.get(0), Json.parse("1e999999999")),
                CallContext.create());
    assertThat(decision.fired()).hasSize(1);
    assertThat(decision.trace().toString()).hasSizeLessThan(500);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'atLeast':1e999999999,'of':[{'field':'x','op':'exists'}]}",
        "{'field':'x','op':'within','value':'P999999999999999999999D'}",
        "{'field':'x','op':'olderThan','value':{'duration':'PT99999999999999999999H','calendar':'c'}}",
        "{'field':'x','op':'dayOfWeek','value':[1e999999999]}",
        "{'field':'x','op':'eq','value':1,'field':'y'}"
      })
  void whatIsTooMuchIsRefused(String condition) {
    InvalidRules thrown =
        catchThrowableOfType(InvalidRules.class, () -> RuleSet.parse(document(condition)));
    assertThat(thrown.problems()).hasSize(1);
    assertThat(thrown.problems().get(0).kind()).isIn(Kind.WRONG_FORM, Kind.NOT_JSON);
  }

  @Test
  void aLongPathIsRefused() {
    String path = "a.".repeat(300) + "b";
    InvalidRules thrown =
        catchThrowableOfType(
            InvalidRules.class,
            () -> RuleSet.parse(document("{'items':'" + path + "','any':{'all':[]}}")));
    assertThat(thrown.problems()).hasSize(1);
  }

  @Test
  void aListOfAHundredThousandItemsIsWalkedOnceAndItsTraceIsShort() {
    List<Json> items = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      items.add(Json.of(i));
    }
    Facts facts = Facts.newBuilder().put("x", Json.array(items)).build();
    RuleSet rules =
        RuleSet.parse(
            document(
                "{'items':'x','count':{'field':'@','op':'gte','value':1},'op':'eq','value':99999}"));
    Decision decision = rules.evaluate(facts, NOW);
    assertThat(decision.fired()).hasSize(1);
    assertThat(decision.trace().toString()).hasSizeLessThan(500);
    assertThat(decision.trace().toJson().toString()).hasSizeLessThan(1_000);
  }

  @Test
  void daysAndSpansBeyondTheCalendarEndAtItsEnds() {
    for (String op : List.of("olderThan", "newerThan", "within")) {
      for (String at :
          List.of("+999999999-12-31T00:00:00Z", "-999999999-01-01T00:00:00Z", "+999999999-12-31")) {
        String condition = "{'field':'x','op':'" + op + "','value':'P999999999D'}";
        assertThat(decide(condition, "{'x':'" + at + "'}").trace().rules()).hasSize(1);
      }
    }
  }
}
