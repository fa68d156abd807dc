package dev.atom.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault in the content, seen by the JDK's HTTP client. */
@Timeout(60)
class ContentFaultsTest {
  private static final String SSE = "data: {\"a\":\"é\"}\n\ndata: 2\n\ndata: [DONE]\n\n";
  private static final String NDJSON = "{\"n\":1}\n{\"n\":2}\n{\"done\":true}\n";

  private final VirtualClock clock = VirtualClock.at("2026-01-01T08:00:00Z");
  private final ReplayServer server =
      ReplayServer.newBuilder()
          .exchange(made("/sse", "text/event-stream", SSE))
          .exchange(made("/ndjson", "application/x-ndjson", NDJSON))
          .exchange(made("/json", "application/json", "{\"a\":1}"))
          .clock(clock)
          .start();

  private static Exchange made(String path, String type, String body) {
    return Exchange.made(
        "GET", path, Exchange.Response.of(200, Map.of("content-type", List.of(type)), body));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<byte[]> ask(String path, Fault... faults) throws Exception {
    server.inject(new Fault.All(List.of(faults)));
    URI uri = server.uri().resolve(path);
    return Wire.CLIENT.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private String body(String path, Fault... faults) throws Exception {
    return new String(ask(path, faults).body(), StandardCharsets.UTF_8);
  }

  @Test
  void terminatorIsMissingOrComesTwice() throws Exception {
    assertThat(body("/sse", Fault.noTerminator())).isEqualTo("data: {\"a\":\"é\"}\n\ndata: 2\n\n");
    assertThat(body("/sse", Fault.terminatorTwice())).isEqualTo(SSE + "data: [DONE]\n\n");
    assertThat(body("/ndjson", Fault.noTerminator())).isEqualTo("{\"n\":1}\n{\"n\":2}\n");
    assertThat(body("/json", Fault.noTerminator())).isEmpty();
  }

  @Test
  void anyEventMayComeSeveralTimes() throws Exception {
    assertThat(body("/sse", new Fault.RepeatEvent(1, 3)))
        .isEqualTo(SSE.replace("data: 2\n\n", "data: 2\n\ndata: 2\n\ndata: 2\n\n"));
    assertThat(body("/sse", new Fault.RepeatEvent(7, 3))).isEqualTo(SSE);
    assertThat(body("/ndjson", new Fault.RepeatEvent(-3, 2))).isEqualTo("{\"n\":1}\n" + NDJSON);
  }

  @Test
  void eventsMayHaveSeveralLinesAndAnyLineEnd() {
    for (String end : List.of("\n", "\r\n", "\r")) {
      String first = "event: a" + end + "data: 1" + end + end;
      String last = "data: 2" + end + end;
      byte[] body = (first + last).getBytes(StandardCharsets.US_ASCII);
      Map<String, List<String>> headers = Map.of("content-type", List.of("text/event-stream"));
      assertThat(Events.of(headers, body).events()).containsExactly(first, last);
      assertThat(Events.of(Map.of(), body).events()).containsExactly(first, last);
    }
  }

  @Test
  void commentsStandBeforeEveryEvent() throws Exception {
    assertThat(body("/sse", Fault.keepAlives()))
        .isEqualTo(SSE.replace("data:", ": keep-alive\n\ndata:"));
    assertThat(body("/ndjson", new Fault.BeforeEvents("\n"))).isEqualTo(NDJSON.replace("{", "\n{"));
  }

  @Test
  void hugeLineStandsBeforeEverything() throws Exception {
    String sse = body("/sse", new Fault.HugeLine(1_000_000));
    assertThat(sse).hasSize(1_000_002 + SSE.length()).startsWith(":xxx").endsWith("x\n\n" + SSE);
    assertThat(body("/json", new Fault.HugeLine(5))).isEqualTo("     \n{\"a\":1}");
  }

  @Test
  void emptyAnswerKeepsItsHeaders() throws Exception {
    HttpResponse<byte[]> answer = ask("/sse", Fault.empty());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(answer.headers().firstValue("content-length")).contains("0");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void garbageStandsInPlaceOfTheRest() throws Exception {
    assertThat(body("/sse", new Fault.GarbageAfter(6, "<html>"))).isEqualTo("data: <html>");
    byte[] once = ask("/sse", new Fault.RandomAfter(6, 50, 7)).body();
    assertThat(once).hasSize(56).startsWith("data: ".getBytes(StandardCharsets.UTF_8));
    assertThat(ask("/sse", new Fault.RandomAfter(6, 50, 7)).body()).isEqualTo(once);
    assertThat(ask("/sse", new Fault.RandomAfter(6, 50, 8)).body()).isNotEqualTo(once);
  }

  @Test
  void anotherTypeComesInPlaceOfTheStream() throws Exception {
    HttpResponse<byte[]> wrong = ask("/sse", Fault.contentType("text/plain"));
    assertThat(wrong.headers().allValues("content-type")).containsExactly("text/plain");
    assertThat(wrong.body()).isEqualTo(SSE.getBytes(StandardCharsets.UTF_8));
    assertThat(body("/sse", Fault.html())).startsWith("<!DOCTYPE html>");
    assertThat(body("/sse", Fault.json("{\"b\":2}"))).isEqualTo("{\"b\":2}");
    assertThat(ask("/sse", new Fault.Header("content-type", List.of())).headers().map())
        .doesNotContainKey("content-type");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529})
  void everyStatusComesWithTheProvidersWords(int status) throws Exception {
    for (Dialect dialect : Dialect.values()) {
      HttpResponse<byte[]> answer = ask("/sse", Fault.error(dialect, status));
      assertThat(answer.statusCode()).isEqualTo(status);
      Json error = Json.parse(new String(answer.body(), StandardCharsets.UTF_8));
      String at = dialect == Dialect.OLLAMA ? "/error" : "/error/message";
      assertThat(error.at(at)).get().isInstanceOf(Json.Str.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ANTHROPIC, 401, /error/type, authentication_error",
    "ANTHROPIC, 404, /error/type, not_found_error",
    "ANTHROPIC, 413, /error/type, request_too_large",
    "ANTHROPIC, 529, /error/type, overloaded_error",
    "GEMINI, 400, /error/status, INVALID_ARGUMENT",
    "GEMINI, 429, /error/status, RESOURCE_EXHAUSTED",
    "GEMINI, 503, /error/status, UNAVAILABLE",
    "OPENAI, 401, /error/code, invalid_api_key",
    "OPENAI, 500, /error/type, server_error",
  })
  void errorsAreNamedAsTheProviderDoes(Dialect dialect, int status, String at, String name)
      throws Exception {
    assertThat(Json.parse(body("/sse", Fault.error(dialect, status))).at(at))
        .contains(Json.of(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OPENAI | data: {\"error\":",
        "OPENAI_RESPONSES | event: error\\ndata: {\"type\":\"error\",",
        "ANTHROPIC | event: error\\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"",
        "GEMINI | data: {\"error\":{\"code\":529",
      })
  void errorComesWithinTheStreamOrFirstInIt(Dialect dialect, String begin) throws Exception {
    HttpResponse<byte[]> answer = ask("/sse", new Fault.ErrorEvent(dialect, 529, 1));
    assertThat(answer.statusCode()).isEqualTo(200);
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(text).startsWith("data: {\"a\":\"é\"}\n\n" + begin.replace("\\n", "\n"));
    assertThat(text).doesNotContain("DONE").matches("(?s).*(\n\n|\r\n\r\n)");
    assertThat(body("/sse", new Fault.ErrorEvent(dialect, 529, 0)))
        .startsWith(begin.replace("\\n", "\n"));
  }

  @Test
  void errorIsALineOfNdjson() throws Exception {
    assertThat(body("/ndjson", new Fault.ErrorEvent(Dialect.OLLAMA, 500, 2)))
        .isEqualTo("{\"n\":1}\n{\"n\":2}\n{\"error\":\"The server had an error.\"}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SECONDS | retry-after | 3",
        "FRACTION | retry-after | 2.5",
        "DATE | retry-after | Thu, 01 Jan 2026 08:00:02 GMT",
        "PAST_DATE | retry-after | Thu, 01 Jan 2026 07:59:57 GMT",
        "MILLIS | retry-after-ms | 2500",
        "MS_MILLIS | x-ms-retry-after-ms | 2500",
      })
  void rateLimitSaysInAHeaderWhenToComeBack(RetryHint hint, String header, String value)
      throws Exception {
    HttpResponse<byte[]> answer =
        ask(
            "/sse",
            new Fault.RateLimit(Dialect.OPENAI, hint, Duration.ofMillis(2500), Quota.MINUTE));
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().allValues(header)).containsExactly(value);
    assertThat(answer.headers().map().keySet())
        .containsExactlyInAnyOrder("content-type", "content-length", header);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void rateLimitSaysInTheBodyWhenToComeBackOrNowhere(Dialect dialect) throws Exception {
    Duration wait = Duration.ofMillis(456);
    String text = body("/sse", new Fault.RateLimit(dialect, RetryHint.TEXT, wait, Quota.MINUTE));
    assertThat(text).contains("Please try again in 456ms.");
    String info = body("/sse", new Fault.RateLimit(dialect, RetryHint.RETRY_INFO, wait, Quota.DAY));
    assertThat(info).contains("google.rpc.RetryInfo\",\"retryDelay\":\"0.456s\"");
    HttpResponse<byte[]> none =
        ask("/sse", new Fault.RateLimit(dialect, RetryHint.NONE, wait, Quota.MINUTE));
    assertThat(none.headers().map().keySet()).allMatch(name -> name.startsWith("content-"));
    assertThat(new String(none.body(), StandardCharsets.UTF_8)).doesNotContain("456");
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, MINUTE, rate_limit_exceeded",
    "OPENAI, DAY, (RPD)",
    "OPENAI, SPENT, insufficient_quota",
    "ANTHROPIC, MINUTE, rate_limit_error",
    "ANTHROPIC, SPENT, billing_error",
    "GEMINI, MINUTE, GenerateRequestsPerMinutePerProject",
    "GEMINI, DAY, GenerateRequestsPerDayPerProject",
  })
  void rateLimitTellsWhichLimitWasReached(Dialect dialect, Quota quota, String words)
      throws Exception {
    Fault fault = new Fault.RateLimit(dialect, RetryHint.NONE, Duration.ZERO, quota);
    assertThat(body("/sse", fault)).contains(words);
  }

  @Test
  void chunksEndWithinEveryCharacterOfSeveralBytes() throws Exception {
    server.inject(new Fault.SplitCharacters());
    RawClient.Read read = RawClient.ask(server.uri(), "/sse");
    int lead = "data: {\"a\":\"".length() + 1;
    byte[] whole = SSE.getBytes(StandardCharsets.UTF_8);
    String first = new String(Arrays.copyOf(whole, lead), StandardCharsets.ISO_8859_1);
    assertThat(read.body()).startsWith(Integer.toHexString(lead) + "\r\n" + first + "\r\n");
    assertThat(ask("/sse", new Fault.SplitCharacters()).body()).isEqualTo(whole);
  }
}
