package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** However the bytes are cut, the events are the same; and they are what was written. */
class JsonParsersProperties {
  @Provide
  Arbitrary<String> streams() {
    return Arbitraries.of(
            "[",
            "]",
            "{",
            "}",
            ",",
            "\"",
            "\\",
            " ",
            "\n",
            "\r\n",
            "\uFEFF",
            "ä",
            "😀",
            "1",
            "{\"a\":1}")
        .list()
        .ofMaxSize(30)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<List<String>> elements() {
    Arbitrary<String> text =
        Arbitraries.of("a", "]", "}", ",", "\\\"", "\\\\", "ä")
            .list()
            .ofMaxSize(6)
            .map(pieces -> "\"" + String.join("", pieces) + "\"");
    Arbitrary<String> value = Arbitraries.oneOf(text, Arbitraries.of("1.5", "null", "[]", "{}"));
    Arbitrary<String> nested =
        Arbitraries.oneOf(
            value.list().ofMaxSize(3).map(list -> "[" + String.join(", ", list) + "]"),
            value.map(v -> "{\"k\": " + v + "}"));
    return Arbitraries.oneOf(value, nested).list().ofMaxSize(6);
  }

  @Property
  void piecesOfAnySizeGiveTheSameEvents(
      @ForAll("streams") String stream, @ForAll @IntRange(min = 1, max = 5) int size) {
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    for (Supplier<EventParser> parser :
        List.<Supplier<EventParser>>of(
            () -> new JsonLinesParser(1000), () -> new JsonArrayParser(1000))) {
      List<ServerSentEvent> whole = Pieces.parse(parser.get(), bytes, bytes.length, 1);
      assertThat(Pieces.parse(parser.get(), bytes, size, size)).isEqualTo(whole);
    }
  }

  @Property
  void whatIsWrittenIsReadBack(
      @ForAll("elements") List<String> elements, @ForAll @IntRange(min = 1, max = 7) int size) {
    byte[] array = ("[" + String.join(" ,\n", elements) + "]").getBytes(StandardCharsets.UTF_8);
    assertThat(Pieces.parse(new JsonArrayParser(1000), array, size, size))
        .allMatch(ServerSentEvent::complete)
        .extracting(ServerSentEvent::data)
        .isEqualTo(elements);
    byte[] lines =
        elements.stream()
            .map(e -> e + "\n")
            .reduce("", String::concat)
            .getBytes(StandardCharsets.UTF_8);
    assertThat(Pieces.parse(new JsonLinesParser(1000), lines, size, size))
        .extracting(ServerSentEvent::data)
        .isEqualTo(elements);
  }
}
