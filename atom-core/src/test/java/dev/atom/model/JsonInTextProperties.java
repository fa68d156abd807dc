package dev.atom.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonInTextProperties {
  @Provide
  Arbitrary<Json.Obj> objects() {
    Arbitrary<String> texts = Arbitraries.strings().withChars("ab{}[]\"\\\n`,: é").ofMaxLength(12);
    Arbitrary<Json> leaves =
        Arbitraries.oneOf(
            texts.map(Json::of),
            Arbitraries.longs().map(Json::of),
            Arbitraries.of(Json.NULL, Json.of(true)));
    Arbitrary<Json.Obj> flat = Arbitraries.maps(texts, leaves).ofMaxSize(4).map(Json.Obj::new);
    return Arbitraries.maps(texts, Arbitraries.oneOf(leaves, flat.map(o -> (Json) o)))
        .ofMaxSize(4)
        .map(Json.Obj::new);
  }

  @Provide
  Arbitrary<String> prose() {
    return Arbitraries.strings().withChars("abc .:!'\n[]<>*`").ofMaxLength(40);
  }

  @Property
  void findsAnObjectAmongWords(
      @ForAll("objects") Json.Obj object,
      @ForAll("prose") String before,
      @ForAll("prose") String after,
      @ForAll boolean pretty) {
    String json = pretty ? object.toPrettyString() : object.toString();
    assertThat(JsonInText.candidates(before + json + after)).contains(object);
  }

  @Property
  void findsAnObjectInAFence(@ForAll("objects") Json.Obj object, @ForAll boolean named) {
    String text =
        "Here:\n```" + (named ? "json" : "") + "\n" + object.toPrettyString() + "\n```\n!";
    assertThat(JsonInText.candidates(text)).contains(object);
  }

  @Property
  void readsAnObjectAloneExactly(@ForAll("objects") Json.Obj object) {
    assertThat(JsonInText.candidates(" " + object + "\n")).containsExactly(object);
  }

  @Property
  void anyTextIsReadWithoutFailure(@ForAll String text) {
    assertThat(JsonInText.candidates(text)).isNotNull();
  }

  @Example
  void theLastOfSeveralComesFirst() {
    String text = "<think>maybe {\"n\":1}</think> So: {\"n\":2}";
    assertThat(JsonInText.candidates(text)).isEqualTo(List.of(number(2), number(1)));
  }

  @Example
  void whatIsFencedComesBeforeWhatIsBare() {
    String text = "```json\n{\"n\":1}\n```\nnot {\"n\":2}";
    assertThat(JsonInText.candidates(text)).isEqualTo(List.of(number(1), number(2)));
  }

  @Example
  void aFenceThatIsNotClosedIsRead() {
    assertThat(JsonInText.candidates("```json\n{\"n\":1}\n")).containsExactly(number(1));
  }

  @Example
  void manyOpeningBracesAreGivenUpOn() {
    assertThat(JsonInText.candidates("{".repeat(1_000_000))).isEmpty();
  }

  @Example
  void aPartOfABrokenObjectIsNotTheAnswer() {
    assertThat(JsonInText.candidates("{\"n\":1,\"friend\":{\"n\":2},}")).isEmpty();
    assertThat(JsonInText.candidates("So: {\"n\":1,\"friend\":{\"n\":2}")).isEmpty();
    assertThat(JsonInText.candidates("```json\n{n: 1, friend: {\"n\":2}}\n```")).isEmpty();
  }

  @Example
  void bracesOfProseDoNotHideAnObject() {
    assertThat(JsonInText.candidates("{see here: {\"n\":1}}")).containsExactly(number(1));
    assertThat(JsonInText.candidates("{\"n\": ...} means {\"n\":1}")).containsExactly(number(1));
  }

  private static Json.Obj number(int n) {
    JsonObjectBuilder builder = Json.object().put("n", n);
    return builder.build();
  }
}
