package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** However the bytes are cut, the events are the same; and they are what was written. */
class ServerSentEventParserProperties {
  @Provide
  Arbitrary<String> streams() {
    return Arbitraries.of(
            "data", "event", "id", "retry", ":", ": ", " ", "\n", "\r", "\r\n", "\n\n", "\uFEFF",
            "ä", "€", "😀", "x", "[DONE]", "\0", "12")
        .list()
        .ofMaxSize(40)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<List<String>> payloads() {
    return Arbitraries.strings()
        .withChars("aä€\uD83D\uDE00: {}\"")
        .ofMaxLength(20)
        .filter(s -> StandardCharsets.UTF_8.newEncoder().canEncode(s))
        .list()
        .ofMaxSize(8);
  }

  @Property
  void cutAtEveryByteGivesTheSameEvents(@ForAll("streams") String stream) {
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    List<ServerSentEvent> whole = parse(bytes, Math.max(1, bytes.length), bytes.length);
    for (int cut = 1; cut < bytes.length; cut++) {
      assertThat(parse(bytes, cut, bytes.length)).isEqualTo(whole);
    }
  }

  @Property
  void piecesOfAnySizeGiveTheSameEvents(
      @ForAll("streams") String stream, @ForAll @IntRange(min = 1, max = 5) int size) {
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    List<ServerSentEvent> whole = parse(bytes, Math.max(1, bytes.length), bytes.length);
    assertThat(parse(bytes, size, size)).isEqualTo(whole);
  }

  @Property
  void whatIsWrittenIsReadBack(
      @ForAll("payloads") List<String> payloads, @ForAll @IntRange(min = 0, max = 2) int end) {
    String lineEnd = List.of("\n", "\r", "\r\n").get(end);
    StringBuilder stream = new StringBuilder();
    payloads.forEach(p -> stream.append("data: ").append(p).append(lineEnd).append(lineEnd));
    byte[] bytes = stream.toString().getBytes(StandardCharsets.UTF_8);
    assertThat(parse(bytes, 2, 2)).extracting(ServerSentEvent::data).isEqualTo(payloads);
  }

  private static List<ServerSentEvent> parse(byte[] bytes, int first, int size) {
    return Pieces.parse(new ServerSentEventParser(10_000), bytes, first, size);
  }
}
