package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSentEventParserTest {
  private static List<ServerSentEvent> parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<ServerSentEvent> parse(byte[] bytes) {
    List<ServerSentEvent> events = new ArrayList<>();
    ServerSentEventParser parser = new ServerSentEventParser(1000);
    EventSink sink = keep(parser, events);
    parser.feed(bytes, 0, bytes.length, sink);
    parser.end(sink);
    return events;
  }

  private static EventSink keep(EventParser parser, List<ServerSentEvent> events) {
    return (type, data, from, to, complete) ->
        events.add(
            new ServerSentEvent(
                type,
                new String(data, from, to - from, StandardCharsets.UTF_8),
                parser.lastEventId(),
                complete));
  }

  private static final EventSink NOTHING = (type, data, from, to, complete) -> {};

  private static ServerSentEvent message(String data) {
    return new ServerSentEvent("message", data, "", true);
  }

  @Test
  void examplesOfTheStandardAreReadAsItSays() {
    assertThat(parse("data: YHOO\ndata: +2\ndata: 10\n\n"))
        .containsExactly(message("YHOO\n+2\n10"));
    assertThat(
            parse(
                ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n"))
        .containsExactly(
            new ServerSentEvent("message", "first event", "1", true),
            message("second event"),
            message(" third event"));
    assertThat(parse("data\n\ndata\ndata\n\ndata:"))
        .containsExactly(message(""), message("\n"), new ServerSentEvent("message", "", "", false));
    assertThat(parse("data:test\n\ndata: test\n\n"))
        .containsExactly(message("test"), message("test"));
  }

  @Test
  void linesEndWithAnyOfTheThreeEnds() {
    assertThat(parse("data: a\r\rdata: b\r\n\r\ndata: c\n\ndata: d\r\ndata: e\r\n\r\n"))
        .containsExactly(message("a"), message("b"), message("c"), message("d\ne"));
  }

  @Test
  void markOfUtf8IsDroppedAtTheStartOnly() {
    assertThat(parse("\uFEFFdata: a\n\n\uFEFFdata: b\n\n")).containsExactly(message("a"));
    assertThat(parse("\uFEFF\ndata: a\n\n")).containsExactly(message("a"));
  }

  @Test
  void typeHoldsForItsEventAndIdForAllThatFollow() {
    assertThat(
            parse(
                "event: add\nid: 7\ndata: a\n\ndata: b\n\nevent: lost\n\ndata: c\n\nid: x\0y\ndata: d\n\n"))
        .containsExactly(
            new ServerSentEvent("add", "a", "7", true),
            new ServerSentEvent("message", "b", "7", true),
            new ServerSentEvent("message", "c", "7", true),
            new ServerSentEvent("message", "d", "7", true));
  }

  @Test
  void unknownFieldsAndCommentsAreIgnored() {
    assertThat(parse(":\n: keep-alive\nfoo: bar\n{\"data\": 1}\ndatax: y\n\ndata: a\n\n"))
        .containsExactly(message("a"));
  }

  @Test
  void retryIsReadFromDigitsOnly() {
    ServerSentEventParser parser = new ServerSentEventParser(1000);
    byte[] bytes = "retry: 1500\nretry: 2s\nretry: -1\nretry\n\n".getBytes(StandardCharsets.UTF_8);
    parser.feed(bytes, 0, bytes.length, NOTHING);
    assertThat(parser.reconnectAfter()).contains(Duration.ofMillis(1500));
  }

  @Test
  void whatStandsBehindTheLastBlankLineIsMarkedAsIncomplete() {
    assertThat(parse("data: a\n\ndata: b\n"))
        .containsExactly(message("a"), new ServerSentEvent("message", "b", "", false));
    assertThat(parse("data: a\n\nevent: x\ndata: b"))
        .containsExactly(message("a"), new ServerSentEvent("x", "b", "", false));
    assertThat(parse("data: a\n\nevent: x\n: no data")).containsExactly(message("a"));
  }

  @Test
  void lineBeyondTheLimitIsRefused() {
    ServerSentEventParser parser = new ServerSentEventParser(10);
    byte[] bytes = "data: 12345".getBytes(StandardCharsets.UTF_8);
    parser.feed(bytes, 0, 10, NOTHING);
    assertThatThrownBy(() -> parser.feed(bytes, 10, 11, NOTHING))
        .isInstanceOf(ReplyTooLarge.class)
        .hasMessageContaining("10 bytes");
  }

  @Test
  void eventOfManyLinesBeyondTheLimitIsRefused() {
    ServerSentEventParser parser = new ServerSentEventParser(10);
    byte[] bytes = "data: 1234\ndata: 1234\ndata: 1234\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> parser.feed(bytes, 0, bytes.length, NOTHING))
        .isInstanceOf(ReplyTooLarge.class);
  }

  @Test
  void longLineWithinTheLimitIsRead() {
    String data = "x".repeat(3_000_000);
    List<ServerSentEvent> events = new ArrayList<>();
    ServerSentEventParser parser = new ServerSentEventParser(4_000_000);
    byte[] bytes = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    parser.feed(bytes, 0, bytes.length, keep(parser, events));
    assertThat(events).containsExactly(message(data));
  }

  @Test
  void dataIsInNoText() {
    assertThat(message("confidential")).hasToString("ServerSentEvent[message, 12 characters]");
  }

  @Test
  void oneLineInOnePieceIsHandedOnWhereItLies() {
    byte[] bytes = "event: a\ndata: x\n\ndata: y\n\n".getBytes(StandardCharsets.UTF_8);
    List<byte[]> where = new ArrayList<>();
    new ServerSentEventParser(100)
        .feed(bytes, 0, bytes.length, (type, data, from, to, complete) -> where.add(data));
    assertThat(where).hasSize(2).allSatisfy(data -> assertThat(data).isSameAs(bytes));
  }

  @Test
  void bytesBeforeAndBehindTheGivenOnesDoNotCount() {
    byte[] bytes = "\n\ndata: a\n\ndata: b\n\n".getBytes(StandardCharsets.UTF_8);
    List<ServerSentEvent> events = new ArrayList<>();
    ServerSentEventParser parser = new ServerSentEventParser(100);
    parser.feed(bytes, 2, 11, keep(parser, events));
    parser.end(keep(parser, events));
    assertThat(events).containsExactly(message("a"));
  }

  @Test
  void typesAreToldApartHoweverManyThereAre() {
    StringBuilder text = new StringBuilder();
    List<String> types = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      types.add("type." + i % 100);
      text.append("event: ").append(types.get(i)).append("\ndata: x\n\n");
    }
    assertThat(parse(text.toString().replace("x", "")))
        .extracting(ServerSentEvent::type)
        .isEqualTo(types);
  }
}
