package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonParsersTest {
  private static final EventSink NOTHING = (type, data, from, to, complete) -> {};

  private static List<ServerSentEvent> lines(String text) {
    return Pieces.parse(new JsonLinesParser(1000), text);
  }

  private static List<ServerSentEvent> elements(String text) {
    return Pieces.parse(new JsonArrayParser(1000), text);
  }

  private static ServerSentEvent message(String data) {
    return new ServerSentEvent("message", data, "", true);
  }

  private static ServerSentEvent cut(String data) {
    return new ServerSentEvent("message", data, "", false);
  }

  @Test
  void eachLineThatIsNotBlankIsAnEvent() {
    assertThat(lines("\uFEFF{\"a\":1}\r\n\n  \r\n\t{\"b\":\"ä\"}\n"))
        .containsExactly(message("{\"a\":1}"), message("{\"b\":\"ä\"}"));
  }

  @Test
  void lastLineWithoutItsEndIsMarkedAsIncomplete() {
    assertThat(lines("{}\n{\"done\":true}")).containsExactly(message("{}"), cut("{\"done\":true}"));
    assertThat(lines("{}\n  ")).containsExactly(message("{}"));
    assertThat(lines("")).isEmpty();
  }

  @Test
  void lineBeyondTheLimitIsRefusedWholeOrInPieces() {
    byte[] bytes = "12345678901\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> new JsonLinesParser(10).feed(bytes, 0, 12, NOTHING))
        .isInstanceOf(ReplyTooLarge.class)
        .hasMessageContaining("10 bytes");
    JsonLinesParser parser = new JsonLinesParser(10);
    parser.feed(bytes, 0, 10, NOTHING);
    assertThatThrownBy(() -> parser.feed(bytes, 10, 12, NOTHING)).isInstanceOf(ReplyTooLarge.class);
  }

  @Test
  void eachElementOfTheArrayIsAnEvent() {
    String nested = "{\"a\": [1, {\"b\": \"]}\\\"\\\\\"}]}";
    assertThat(elements("\uFEFF[" + nested + "\r\n,\n{}, [2] , 3,true,\"x,\\\"]\" ]"))
        .containsExactly(
            message(nested),
            message("{}"),
            message("[2]"),
            message("3"),
            message("true"),
            message("\"x,\\\"]\""));
  }

  @Test
  void valueInPlaceOfTheArrayIsOneEvent() {
    JsonArrayParser parser = new JsonArrayParser(1000);
    assertThat(Pieces.parse(parser, " {\"error\": {\"code\": 429}}\n{}"))
        .containsExactly(message("{\"error\": {\"code\": 429}}"));
    assertThat(parser.closed()).isTrue();
    assertThat(elements("null")).containsExactly(message("null"));
  }

  @Test
  void endWithinAnElementOrBetweenTwoIsTold() {
    assertThat(elements("[{\"a\": 1}, {\"b\": \"x"))
        .containsExactly(message("{\"a\": 1}"), cut("{\"b\": \"x"));
    assertThat(elements("[12")).containsExactly(cut("12"));
    JsonArrayParser parser = new JsonArrayParser(1000);
    assertThat(Pieces.parse(parser, "[{}")).containsExactly(message("{}"));
    assertThat(parser.closed()).isFalse();
  }

  @Test
  void emptyArrayHasNoEventAndIsClosed() {
    JsonArrayParser parser = new JsonArrayParser(1000);
    assertThat(Pieces.parse(parser, " [ ] \n")).isEmpty();
    assertThat(parser.closed()).isTrue();
  }

  @Test
  void elementBeyondTheLimitIsRefusedWholeOrInPieces() {
    byte[] bytes = "[\"12345678\"  ,".getBytes(StandardCharsets.UTF_8);
    assertThat(Pieces.parse(new JsonArrayParser(10), "[\"12345678\"]")).hasSize(1);
    assertThatThrownBy(() -> new JsonArrayParser(9).feed(bytes, 0, bytes.length, NOTHING))
        .isInstanceOf(ReplyTooLarge.class);
    JsonArrayParser parser = new JsonArrayParser(9);
    parser.feed(bytes, 0, 10, NOTHING);
    assertThatThrownBy(() -> parser.feed(bytes, 10, bytes.length, NOTHING))
        .isInstanceOf(ReplyTooLarge.class);
  }
}
