package dev.atom.mock;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What goes wrong with one answer of a {@link ReplayServer}. Byte counts refer to the body as it goes
 * out; a count beyond its end means its end. An event is one of a stream of server-sent events or one
 * line of NDJSON; any other body is a single event. Faults are values and lie on top of any exchange;
 * {@link #and} puts one on top of another.
 *
 * <p>In a script a fault has the name of its record or method here, beginning small.
 */
public sealed interface Fault permits Fault.Content, Fault.Delivery, Fault.All {
  /** A fault in what is answered. It holds for every client, also behind a proxy. */
  sealed interface Content extends Fault
      permits EndAfter,
          GarbageAfter,
          RandomAfter,
          Status,
          RateLimit,
          Header,
          ErrorEvent,
          RepeatEvent,
          BeforeEvents,
          HugeLine {}

  /** A fault in how the answer reaches the client. */
  sealed interface Delivery extends Fault
      permits CutAfter,
          ResetAfter,
          MalformedAfter,
          StallAfter,
          HangUp,
          Reset,
          Refuse,
          Silence,
          Delay,
          Drip,
          Pieces,
          SplitCharacters {}

  /**
   * Several faults of one answer. Those of the content happen in their order; of two that end the
   * answer early the last one counts.
   *
   * @param faults what goes wrong; copied
   */
  record All(List<Fault> faults) implements Fault {
    /** Copies the list. */
    public All {
      faults = List.copyOf(faults);
    }
  }

  /**
   * The connection is closed within the body, in order as far as TCP can tell.
   *
   * @param bytes how much of the body goes out before
   */
  record CutAfter(int bytes) implements Delivery {
    /** Refuses a negative count. */
    public CutAfter {
      notNegative("bytes", bytes);
    }
  }

  /**
   * The connection is reset within the body. What the client has not read by then may be lost.
   *
   * @param bytes how much of the body goes out before
   */
  record ResetAfter(int bytes) implements Delivery {
    /** Refuses a negative count. */
    public ResetAfter {
      notNegative("bytes", bytes);
    }
  }

  /**
   * The transfer itself is broken: where the next chunk's size is due come letters, and the
   * connection is closed.
   *
   * @param bytes how much of the body goes out before
   */
  record MalformedAfter(int bytes) implements Delivery {
    /** Refuses a negative count. */
    public MalformedAfter {
      notNegative("bytes", bytes);
    }
  }

  /**
   * The body is too short, but as far as HTTP can tell it is whole: what a proxy in between makes of
   * a provider that broke off.
   *
   * @param bytes how much of the body goes out
   */
  record EndAfter(int bytes) implements Content {
    /** Refuses a negative count. */
    public EndAfter {
      notNegative("bytes", bytes);
    }
  }

  /**
   * Nothing more comes, but the connection stays open until the client or the server closes it.
   *
   * @param bytes how much of the body goes out before; 0 for the headers alone
   */
  record StallAfter(int bytes) implements Delivery {
    /** Refuses a negative count. */
    public StallAfter {
      notNegative("bytes", bytes);
    }
  }

  /**
   * Something else stands in place of the body's rest.
   *
   * @param bytes how much of the body goes out before
   * @param garbage what follows it
   */
  record GarbageAfter(int bytes, String garbage) implements Content {
    /** Refuses a negative count. */
    public GarbageAfter {
      notNegative("bytes", bytes);
    }
  }

  /**
   * Bytes of chance, mostly no UTF-8, stand in place of the body's rest.
   *
   * @param bytes how much of the body goes out before
   * @param count how many bytes follow it
   * @param seed the same seed gives the same bytes
   */
  record RandomAfter(int bytes, int count, long seed) implements Content {
    /** Refuses negative counts. */
    public RandomAfter {
      notNegative("bytes", bytes);
      notNegative("count", count);
    }
  }

  /**
   * Another answer comes in place of the recorded one, which stays for the next call.
   *
   * @param status the HTTP status, 200 to 599
   * @param headers its headers; copied
   * @param body its body
   */
  record Status(int status, Map<String, List<String>> headers, String body) implements Content {
    /** Copies the headers and checks the status. */
    public Status {
      if (status < 200 || status > 599) {
        throw new IllegalArgumentException("status is " + status + "; it must be 200 to 599");
      }
      headers = Headers.copy(headers);
    }
  }

  /**
   * Status 429 comes in place of the recorded answer, which stays for the next call.
   *
   * @param dialect whose form the body has
   * @param hint where the answer says when to come back
   * @param retryAfter when to come back, counted from the answer
   * @param quota which limit was reached
   */
  record RateLimit(Dialect dialect, RetryHint hint, Duration retryAfter, Quota quota)
      implements Content {}

  /**
   * A header has other values than recorded.
   *
   * @param name the header's name in any case
   * @param values its values; none at all leaves the header out; copied
   */
  record Header(String name, List<String> values) implements Content {
    /** Copies the values. */
    public Header {
      values = List.copyOf(values);
    }
  }

  /**
   * An error event stands in place of the stream's rest; the status stays as recorded.
   *
   * @param dialect whose form the event has
   * @param status the HTTP status the error would have had, 400 to 599
   * @param events how many events of the stream go out before; 0 has the error come first
   */
  record ErrorEvent(Dialect dialect, int status, int events) implements Content {
    /** Refuses what is no error and a negative count. */
    public ErrorEvent {
      if (status < 400 || status > 599) {
        throw new IllegalArgumentException("status is " + status + "; it must be 400 to 599");
      }
      notNegative("events", events);
    }
  }

  /**
   * One event comes several times or not at all.
   *
   * @param event which one, from 0; negative counts from the end: -1 is the last, which in most
   *     protocols marks the end; one that the stream doesn't have changes nothing
   * @param times how often it comes; 0 leaves it out
   */
  record RepeatEvent(int event, int times) implements Content {
    /** Refuses a negative count. */
    public RepeatEvent {
      notNegative("times", times);
    }
  }

  /**
   * A text stands before every event.
   *
   * @param text such as a comment and an empty line
   */
  record BeforeEvents(String text) implements Content {}

  /**
   * A line that carries nothing but is long stands before everything else: a comment in server-sent
   * events, blanks in JSON.
   *
   * @param bytes how long it is, its end not counted
   */
  record HugeLine(int bytes) implements Content {
    /** Refuses a negative count. */
    public HugeLine {
      notNegative("bytes", bytes);
    }
  }

  /**
   * The answer comes late, but whole.
   *
   * @param time how late: on the server's virtual clock if it has one, else in real time
   */
  record Delay(Duration time) implements Delivery {}

  /**
   * The body comes bit by bit.
   *
   * @param bytes how much at once, 1 or more
   * @param every how long from one bit to the next, on the clock of {@link Delay}
   */
  record Drip(int bytes, Duration every) implements Delivery {
    /** Refuses a count below 1. */
    public Drip {
      positive(bytes);
    }
  }

  /**
   * The body comes in pieces, each a chunk in a packet of its own.
   *
   * @param sizes the pieces' bytes, each 1 or more; the last holds for the rest; copied
   */
  record Pieces(List<Integer> sizes) implements Delivery {
    /** Copies the sizes and refuses none at all and those below 1. */
    public Pieces {
      sizes = List.copyOf(sizes);
      if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < 1)) {
        throw new IllegalArgumentException("piece sizes must be 1 or more: " + sizes);
      }
    }
  }

  /** The body comes in pieces that end within every character of more than one byte. */
  record SplitCharacters() implements Delivery {}

  /** The connection is closed before any header. */
  record HangUp() implements Delivery {}

  /** The connection is reset before any header. */
  record Reset() implements Delivery {}

  /**
   * Nobody listens: new connections are refused, and those that are open break off. As there is no
   * request, it can befall a span of time only, see {@link When#during}.
   */
  record Refuse() implements Delivery {}

  /** Not even a header comes, but the connection stays open until the client or the server closes it. */
  record Silence() implements Delivery {}

  /**
   * Returns this fault and another one, together.
   *
   * @param other what goes wrong besides
   * @return both, this one first
   */
  default Fault and(Fault other) {
    return new All(List.of(this, other));
  }

  /**
   * Returns an empty answer with a status, such as 529.
   *
   * @param status the HTTP status, 200 to 599
   * @return the fault
   */
  static Fault status(int status) {
    return new Status(status, Map.of(), "");
  }

  /**
   * Returns status 429 with the header {@code retry-after}.
   *
   * @param retryAfter how long the client shall wait; whole seconds
   * @return the fault
   */
  static Fault rateLimited(Duration retryAfter) {
    String seconds = Long.toString(retryAfter.toSeconds());
    return new Status(429, Map.of("retry-after", List.of(seconds)), "");
  }

  /**
   * Returns an error as a provider words it.
   *
   * @param dialect the provider's form
   * @param status the HTTP status, 400 to 599
   * @return the fault
   */
  static Fault error(Dialect dialect, int status) {
    return new Status(
        status,
        Map.of("content-type", List.of("application/json")),
        ErrorForms.body(dialect, status).toString());
  }

  /**
   * Returns a page of HTML with status 200, as proxies and log-in portals send it.
   *
   * @return the fault
   */
  static Fault html() {
    return new Status(
        200,
        Map.of("content-type", List.of("text/html; charset=utf-8")),
        "<!DOCTYPE html><html><body><h1>It works!</h1></body></html>");
  }

  /**
   * Returns JSON with status 200, also where a stream was asked for.
   *
   * @param body the JSON
   * @return the fault
   */
  static Fault json(String body) {
    return new Status(200, Map.of("content-type", List.of("application/json")), body);
  }

  /**
   * Returns the recorded answer under another content type.
   *
   * @param type such as {@code "text/plain"}
   * @return the fault
   */
  static Fault contentType(String type) {
    return new Header("content-type", List.of(type));
  }

  /**
   * Returns a body in pieces.
   *
   * @param sizes the pieces' bytes, each 1 or more; the last holds for the rest
   * @return the fault
   */
  static Fault pieces(int... sizes) {
    return new Pieces(Arrays.stream(sizes).boxed().toList());
  }

  /**
   * Returns an answer of the recorded status without a body.
   *
   * @return the fault
   */
  static Fault empty() {
    return new EndAfter(0);
  }

  /**
   * Returns an answer whose headers come, and then the connection is closed.
   *
   * @return the fault
   */
  static Fault headersOnly() {
    return new CutAfter(0);
  }

  /**
   * Returns a stream without its last event, such as {@code [DONE]} or {@code message_stop}.
   *
   * @return the fault
   */
  static Fault noTerminator() {
    return new RepeatEvent(-1, 0);
  }

  /**
   * Returns a stream whose last event comes twice.
   *
   * @return the fault
   */
  static Fault terminatorTwice() {
    return new RepeatEvent(-1, 2);
  }

  /**
   * Returns a stream of server-sent events with a comment before every event.
   *
   * @return the fault
   */
  static Fault keepAlives() {
    return new BeforeEvents(": keep-alive\n\n");
  }

  /**
   * Returns whether the recorded answer plays no part in it and stays for the next call.
   *
   * @return such as true for a status, false for a cut
   */
  default boolean replacesTheAnswer() {
    return switch (this) {
      case Status status -> true;
      case RateLimit limit -> true;
      case HangUp hangUp -> true;
      case Reset reset -> true;
      case Silence silence -> true;
      case Refuse refuse -> true;
      case All all -> all.faults().stream().anyMatch(Fault::replacesTheAnswer);
      case Content other -> false;
      case Delivery other -> false;
    };
  }

  private static void notNegative(String what, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(what + " is " + count + "; it can't be negative");
    }
  }

  private static void positive(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes is " + bytes + "; it must be 1 or more");
    }
  }
}
