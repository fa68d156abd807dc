package dev.atom.providers.fuzz;

import dev.atom.providers.fuzz.PlayedTransport.Answer;
import dev.atom.providers.fuzz.Spans.Span;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Breaks an answer in one to three ways, always the same ones for one seed. */
final class Mutator {
  private static final List<String> POISONS =
      List.of(
          "null",
          "true",
          "false",
          "\"\"",
          "0",
          "-1",
          "1.5",
          "1e1000000",
          "-1e1000000",
          "1e-1000000",
          "1e2147483647",
          "1e-2147483648",
          "9223372036854775807",
          "-9223372036854775808",
          "99999999999999999999999999",
          "2147483648",
          "NaN",
          "{}",
          "[]",
          "[null]",
          "[{}]",
          "{\"\":null}",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "\"\\u001b[2J\"",
          "\"word_of_tomorrow\"",
          "\" \"",
          "\"1e1000000\"",
          "\"-1s\"",
          "\"999999999999999999s\"",
          "\"0001-01-01T00:00:00Z\"",
          "\"+999999999-12-31T23:59:59Z\"",
          "\"{\"",
          "\"[[[[\"",
          "\"text\"",
          "\"message\"",
          "\"error\"",
          "\"data:;base64,!!\"");
  private static final List<String> TYPES =
      List.of(
          "",
          "application/json",
          "text/event-stream",
          "application/x-ndjson",
          "text/html",
          "text/plain; charset=utf-16",
          "audio/mpeg",
          "APPLICATION/JSON;;;",
          "\"",
          "json json");
  private static final List<String> HEADERS =
      List.of(
          "retry-after",
          "retry-after-ms",
          "x-ratelimit-reset-requests",
          "x-ratelimit-limit-tokens",
          "x-ratelimit-remaining-requests",
          "anthropic-ratelimit-tokens-reset",
          "x-request-id",
          "dg-error",
          "dg-char-count",
          "request-id",
          "content-type");
  private static final List<String> HEADER_VALUES =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "1e1000000",
          "99999999999999999999",
          "1d999h",
          "NaN",
          "+999999999-12-31T23:59:59Z",
          "-999999999-01-01T00:00:00Z",
          "Fri, 31 Dec 9999 23:59:59 GMT",
          "6m0s",
          "null",
          "{\"a\":1}");
  private static final List<Integer> STATUSES =
      List.of(200, 201, 204, 206, 299, 300, 304, 307, 400, 401, 404, 408, 429, 500, 503, 529, 599);
  private static final int TOO_DEEP = 3000;
  private static final int LONG = 100_000;

  private final Random random;
  private final Subject subject;
  private final Map<String, String> headers;
  private int status;
  private byte[] body;
  private boolean onlyCut = true;

  Mutator(Subject subject, long seed) {
    this.subject = subject;
    random = new Random(seed);
    headers = new TreeMap<>(subject.answer().headers());
    status = subject.answer().status();
    body = subject.answer().body();
  }

  /** Returns the broken answer. */
  Answer mutate() {
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      once(i == 0);
    }
    return new Answer(status, headers, body);
  }

  /** Tells whether the answer is a true beginning of what it was made of. */
  boolean onlyCut() {
    return onlyCut;
  }

  private void once(boolean first) {
    int kind = random.nextInt(100);
    if (kind < 10) {
      body = Arrays.copyOf(body, random.nextInt(body.length + 1));
      return;
    }
    onlyCut = false;
    if (kind < 30) {
      bytes();
    } else if (kind < 42) {
      pieces(random.nextBoolean() ? "\n\n" : "\n");
    } else if (kind < 94) {
      json(first ? subject.spans() : Spans.of(body));
    } else if (kind < 97) {
      headers.put(any(HEADERS), any(HEADER_VALUES));
    } else if (kind < 99) {
      headers.put("content-type", any(TYPES));
    } else {
      status = any(STATUSES);
    }
  }

  private void bytes() {
    int at = random.nextInt(body.length + 1);
    int to = Math.min(body.length, at + 1 + random.nextInt(random.nextBoolean() ? 4 : 400));
    switch (random.nextInt(7)) {
      case 0 -> {
        body = body.clone();
        for (int i = at; i < Math.min(to, at + 1); i++) {
          body[i] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 1 -> replace(at, to, new byte[0]);
      case 2 -> replace(at, at, randomBytes(1 + random.nextInt(20)));
      case 3 -> replace(at, to, randomBytes(to - at));
      case 4 -> replace(at, at, Arrays.copyOfRange(body, Math.min(at, to), to));
      case 5 -> replace(at, at, new byte[] {(byte) 0xC3, (byte) 0x28, (byte) 0xED, (byte) 0xA0});
      default -> replace(0, 0, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    }
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Events or lines change places, are lost, or come twice. */
  private void pieces(String separator) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    List<String> pieces = new ArrayList<>(Arrays.asList(text.split(separator, -1)));
    int one = random.nextInt(pieces.size());
    int other = random.nextInt(pieces.size());
    switch (random.nextInt(6)) {
      case 0 -> Collections.swap(pieces, one, other);
      case 1 -> pieces.remove(one);
      case 2 -> pieces.add(other, pieces.get(one));
      case 3 -> pieces.add(one, "data: [DONE]");
      case 4 -> pieces.add(one, "event: error\ndata: {\"error\":{\"message\":\"m\",\"code\":1e9}}");
      default -> pieces.replaceAll(piece -> piece + (random.nextInt(20) == 0 ? "\r" : ""));
    }
    body = String.join(separator, pieces).getBytes(StandardCharsets.ISO_8859_1);
  }

  private void json(Spans spans) {
    boolean name = random.nextInt(5) == 0;
    List<Span> from = name ? spans.names() : spans.values();
    if (from.isEmpty()) {
      bytes();
      return;
    }
    Span span = any(from);
    Span other = any(spans.values().isEmpty() ? from : spans.values());
    if (name) {
      name(span, any(spans.names()));
      return;
    }
    switch (random.nextInt(12)) {
      case 0 -> replace(span, deep());
      case 1 -> replace(span, random.nextInt(4) == 0 ? "\"" + "a".repeat(LONG) + "\"" : "\"a\"");
      case 2 -> replace(span.from(), span.to(), Arrays.copyOfRange(body, other.from(), other.to()));
      case 3 -> replace(span, "[" + text(span) + "," + text(span) + "]");
      case 4 -> replace(span, "" + random.nextLong());
      case 5 -> replace(span, random.nextInt(4) == 0 ? "9".repeat(2000) : "1e999");
      default -> replace(span, any(POISONS));
    }
  }

  private void name(Span span, Span other) {
    switch (random.nextInt(3)) {
      case 0 -> replace(span, "\"unknown\"");
      case 1 -> replace(span, "\"unknown\":null," + text(span));
      default -> replace(span, text(other));
    }
  }

  private String deep() {
    int levels = random.nextBoolean() ? 1 + random.nextInt(490) : TOO_DEEP;
    boolean objects = random.nextBoolean();
    return (objects ? "{\"a\":" : "[").repeat(levels) + "1" + (objects ? "}" : "]").repeat(levels);
  }

  private String text(Span span) {
    return new String(body, span.from(), span.to() - span.from(), StandardCharsets.ISO_8859_1);
  }

  private void replace(Span span, String text) {
    replace(span.from(), span.to(), text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void replace(int from, int to, byte[] with) {
    ByteArrayOutputStream changed = new ByteArrayOutputStream(body.length + with.length);
    changed.write(body, 0, from);
    changed.writeBytes(with);
    changed.write(body, to, body.length - to);
    body = changed.toByteArray();
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
