package dev.atom.rules.jsonlogic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.rules.jsonlogic.JsonLogicException.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLogicTest {
  private static Json json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private static Json apply(String rule, String data) {
    return JsonLogic.parse(json(rule)).apply(json(data));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'==':[9007199254740993,9007199254740992]}|false",
        "{'<':[1e999999999,2e999999999]}|true",
        "{'==':['1e400',1e400]}|true",
        "{'+':[0.1,0.2]}|0.30000000000000004",
        "{'cat':[1.50,' ',1e21,' ',1e-7,' ',0.000001,' ',-120,' ',1e999999999]}|'1.5 1e+21 1e-7 0.000001 -120 1e+999999999'",
        "{'cat':[[1,[2,null],'x'],{'preserve':{'a':1}}]}|'1,2,,x[object Object]'",
        "{'max':[1e400,2]}|1e400",
        "{'min':['2',null]}|0",
        "{'==':[null,'']}|false",
        "{'!=':[null,'x']}|true",
        "{'==':[null,[]]}|false",
        "{'===':[[1,{'preserve':{'a':2.0}}],[1,{'preserve':{'a':2}}]]}|true",
        "{'in':[1,'a1b']}|true",
        "{'in':[null,'null']}|false",
        "{'in':[[1],{'merge':[[[1]]]}]}|true",
        "{'in':[1.0,[null,true,'1',1]]}|true",
        "{'in':['b',[null,true,'1',1]]}|false",
        "{'<':['\uFFEE','\uD83D\uDE00']}|true",
        "{'>':['\uD83D\uDE00','\uDE00']}|true",
        "{'<':['a\uD83D','a\uD83D\uDE00']}|true",
        "{'substr':['a\uD83D\uDE00b',1,1]}|'\uD83D\uDE00'",
        "{'substr':['abc',1e400]}|''",
        "{'startsWith':['abc','ab']}|true",
        "{'endsWith':['abc','ab']}|false",
        "{'startsWith':[1,'1']}|false",
        "{'log':'x'}|'x'",
        "{'==':[' 12 ',12]}|true",
        "{'==':['0x10',16]}|'NaN'",
        "{'==':['1d',1]}|'NaN'",
        "{'+':[1e308,1e308]}|'NaN'",
        "{'+':['1e999999999']}|'NaN'",
        "{'+':['1e99999999999']}|'NaN'",
        "{'max':[]}|'Invalid Arguments'",
        "{'try':[{'==':[1]},{'val':'type'}]}|'Invalid Arguments'",
        "{'throw':{'preserve':[1,2]}}|'[1,2]'",
        "{'val':[[1000000],'a']}|null",
        "{'reduce':[[1,2],{'var':''},0]}|{'current':2,'accumulator':{'current':1,'accumulator':0}}"
      })
  void hasAStatedAnswerWhereTheSuitesLeaveItOpen(String rule, String expected) {
    Json answer;
    try {
      answer = apply(rule, "{}");
    } catch (JsonLogicException e) {
      answer = Json.of(e.type());
    }
    assertThat(answer).isEqualTo(json(expected));
  }

  @Test
  void anErrorSaysWhereAndOfWhatKind() {
    assertThatThrownBy(() -> apply("{'and':[true,{'>':['secret',1]}]}", "{}"))
        .isInstanceOfSatisfying(
            JsonLogicException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.NOT_A_NUMBER);
              assertThat(e.type()).isEqualTo("NaN");
              assertThat(e.path()).isEqualTo("/and/1/>");
              assertThat(e.code()).isEqualTo("json_logic");
              assertThat(e)
                  .hasMessageStartingWith("at /and/1/>: NaN")
                  .hasMessageNotContaining("sec");
            });
    assertThatThrownBy(() -> apply("{'throw':{'preserve':{'type':'x','a':1}}}", "{}"))
        .isInstanceOfSatisfying(
            JsonLogicException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.THROWN);
              assertThat(e.type()).isEqualTo("x");
              assertThat(e.error()).isEqualTo(json("{'type':'x','a':1}"));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'foo':[1]}",
        "{'and':[{'or':[{'eq':[1,1]}]}]}",
        "{'if':[false,{'method':[]},1]}",
        "{'and':[true],'id':'c1'}",
        "{'a~/b':1}"
      })
  void anUnknownOperationIsFoundWhenTheRuleIsParsed(String rule) {
    assertThatThrownBy(() -> JsonLogic.parse(json(rule)))
        .isInstanceOfSatisfying(
            JsonLogicException.class,
            e -> {
              assertThat(e.type()).isEqualTo("Unknown Operator");
              assertThat(json(rule).at(e.path())).isPresent();
            });
  }

  @Test
  void knowsWhichFieldsItReadsAndWhatCanOnlyFail() {
    JsonLogic logic =
        JsonLogic.parse(
            json(
                "{'and':[{'var':'a.b'},{'val':['c','d']},{'map':[{'var':'list'},{'+':[{'var':'x'},"
                    + "{'val':[[2],'top']}]}]},{'var':['e',1]},{'==':[1]},{'try':[{'<':5},1]},"
                    + "{'try':[{'var':'f'},{'var':'type'}]},{'var':''},{'var':{'cat':['g']}}]}"));
    assertThat(logic.fields()).containsExactly("a.b", "c.d", "list", "top", "e", "f");
    assertThat(logic.faults()).extracting(JsonLogicException::path).containsExactly("/and/4/==");
    assertThat(logic)
        .isEqualTo(JsonLogic.parse(logic.toString()))
        .hasToString(logic.toJson().toString());
    assertThat(logic).hasSameHashCodeAs(JsonLogic.parse(logic.toString()));
  }

  @Test
  void explainsWhatItRead() {
    Explanation found =
        JsonLogic.parse(json("{'or':[{'>':[{'var':'a'},1]},{'missing':'m'},{'var':'c'}]}"))
            .explain(json("{'a':'x','b':[1],'c':2}"));
    assertThat(found.holds()).isTrue();
    assertThat(found.reads()).isEqualTo(Map.of("a", Json.of("x"), "m", Json.NULL));
    assertThat(found.failures()).extracting(JsonLogicException::type).containsExactly("NaN");
  }

  @Test
  void theDocumentedLimitsHold() {
    assertRefused("[" + "[".repeat(120) + "]".repeat(120) + "]");
    assertRefused("{'!':".repeat(101) + "true" + "}".repeat(101));
    assertRefused("{'and':[" + "{'!':1},".repeat(2_000) + "1]}");
    assertRefused("{'in':[1,[" + "1,".repeat(10_000) + "1]]}");
    assertRefused("{'and':[" + "1,".repeat(2_000_000) + "1]}");
    assertThatThrownBy(() -> JsonLogic.parse("{\"!\":".repeat(10_000) + "1" + "}".repeat(10_000)))
        .isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> JsonLogic.parse("{\"and\":[1],\"and\":[2]}"))
        .isInstanceOf(JsonException.class);
    Json deep = Json.of(1);
    for (int i = 0; i < 10_000; i++) {
      deep = Json.array(List.of(deep));
    }
    Json rule = deep;
    assertThatThrownBy(() -> JsonLogic.parse(rule)).isInstanceOf(JsonLogicException.class);
    Json preserved = Json.object().put("preserve", deep).build();
    assertThatThrownBy(() -> JsonLogic.parse(preserved)).isInstanceOf(JsonLogicException.class);
    Json unknown = Json.object().put("x".repeat(1_000_000), 1).build();
    assertThatThrownBy(() -> JsonLogic.parse(unknown))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
    assertRefused("{'var':'" + "a.".repeat(2_000_000) + "'}");
    assertThatThrownBy(() -> new JsonLogicLimits(1, 201, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertRefused(String rule) {
    Json parsed = json(rule);
    assertThatThrownBy(() -> JsonLogic.parse(parsed))
        .isInstanceOfSatisfying(
            JsonLogicException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LIMIT_EXCEEDED));
  }

  /** Each would take minutes or gigabytes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'map':[{'var':'n'},{'map':[{'val':[[2],'n']},{'map':[{'val':[[4],'n']},1]}]}]}",
        "{'reduce':[{'var':'n'},{'cat':[{'var':'accumulator'},{'var':'accumulator'}]},'xxxxxxxx']}",
        "{'reduce':[{'var':'n'},{'merge':[{'var':'accumulator'},{'var':'accumulator'}]},[1]]}",
        "{'reduce':[{'var':'n'},[{'var':'accumulator'},{'var':'accumulator'}],1]}",
        "{'reduce':[{'var':'n'},[{'var':'accumulator'}],1]}",
        "{'reduce':[{'var':'n'},{'var':''},1]}",
        "{'reduce':[{'var':'n'},{'map':[[1,2,3],{'val':[[2],'accumulator']}]},1]}",
        "{'try':[{'reduce':[{'var':'n'},[{'var':'accumulator'},{'var':'accumulator'}],1]},true]}",
        "{'map':[{'var':'n'},{'===':[{'val':[[2],'n']},{'val':[[2],'m']}]}]}",
        "{'map':[{'var':'n'},{'in':[-1,{'val':[[2],'n']}]}]}",
        "{'map':[{'var':'n'},{'<':[{'val':[[2],'text']},{'val':[[2],'other']}]}]}",
        "{'map':[{'var':'n'},{'cat':[{'val':[[2],'n']}]}]}",
        "{'map':[{'var':'n'},{'var':{'val':[[2],'text']}}]}"
      })
  void anEvaluationIsBounded(String rule) {
    List<Json> numbers = new ArrayList<>();
    IntStream.range(0, 2_000).forEach(i -> numbers.add(Json.of(i)));
    Json data =
        Json.object()
            .put("n", Json.array(numbers))
            .put("m", Json.array(numbers))
            .put("text", "a".repeat(100_000))
            .put("other", "a".repeat(100_000))
            .build();
    JsonLogic logic = JsonLogic.parse(json(rule));
    assertThatThrownBy(() -> logic.apply(data))
        .isInstanceOfSatisfying(
            JsonLogicException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LIMIT_EXCEEDED));
    assertThat(logic.holds(data)).isFalse();
    assertThat(logic.explain(data).failures())
        .extracting(JsonLogicException::kind)
        .containsExactly(Kind.LIMIT_EXCEEDED);
  }

  @Test
  void partsOfTextAreFoundInLinearTime() {
    String text = "a".repeat(1_000_000);
    JsonLogic logic = JsonLogic.parse("{\"in\":[{\"var\":\"part\"},{\"var\":\"text\"}]}");
    Json.Obj data = Json.object().put("text", text).put("part", "a".repeat(300_000) + "b").build();
    assertThat(logic.test(data)).isFalse();
    Json found = data.toBuilder().put("text", text + "b").build();
    assertThat(logic.test(found)).isTrue();
  }

  @Test
  void listsOfTextsWhoseHashesAllMeetAreLookedUpAllTheSame() {
    List<Json> same = new ArrayList<>();
    for (int i = 0; i < 8_192; i++) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < 13; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      same.add(Json.of(text.toString()));
    }
    JsonLogic logic =
        JsonLogic.parse(
            Json.object()
                .put("in", Json.array(List.of(json("{'var':'a'}"), Json.array(same))))
                .build());
    assertThat(logic.test(Json.object().put("a", same.get(77)).build())).isTrue();
    assertThat(logic.test(Json.object().put("a", "Aa").build())).isFalse();
  }

  @Test
  void numbersWithHugeExponentsAndLongTextsOfDigitsAreSafe() {
    Json data =
        Json.object()
            .put("huge", Json.of(new BigDecimal("1e2147483647")))
            .put("tiny", Json.of(new BigDecimal("1e-2147483647")))
            .put("digits", "9".repeat(1_000_000))
            .build();
    assertThat(JsonLogic.parse(json("{'>':[{'var':'huge'},{'var':'tiny'},0]}")).test(data))
        .isTrue();
    assertThat(JsonLogic.parse(json("{'cat':[{'var':'tiny'}]}")).apply(data))
        .isEqualTo(Json.of("1e-2147483647"));
    assertThat(JsonLogic.parse(json("{'var':'huge'}")).test(data)).isTrue();
    assertThat(JsonLogic.parse(json("{'in':[{'var':'huge'},[1,2]]}")).test(data)).isFalse();
    assertThat(JsonLogic.parse(json("{'+':[{'var':'tiny'},1]}")).apply(data)).isEqualTo(Json.of(1));
    for (String field : List.of("huge", "digits")) {
      assertThatThrownBy(
              () -> JsonLogic.parse(json("{'*':[{'var':'" + field + "'},1]}")).apply(data))
          .isInstanceOf(JsonLogicException.class);
    }
    assertThat(JsonLogic.parse(json("{'%':[7,{'var':'tiny'}]}")).holds(data)).isFalse();
  }
}
