package dev.atom.mock;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What goes wrong with one answer of a {@link ReplayServer}. Byte counts refer to the recorded body;
 * a count beyond its end means its end.
 */
public sealed interface Fault {
  /**
   * The connection breaks off within the body.
   *
   * @param bytes how much of the body goes out before
   */
  record CutAfter(int bytes) implements Fault {
    /** Refuses a negative count. */
    public CutAfter {
      notNegative(bytes);
    }
  }

  /**
   * The body is too short, but as far as HTTP can tell it is whole: what a proxy in between makes of
   * a provider that broke off.
   *
   * @param bytes how much of the body goes out
   */
  record EndAfter(int bytes) implements Fault {
    /** Refuses a negative count. */
    public EndAfter {
      notNegative(bytes);
    }
  }

  /**
   * Nothing more comes, but the connection stays open until the client or the server closes it.
   *
   * @param bytes how much of the body goes out before
   */
  record StallAfter(int bytes) implements Fault {
    /** Refuses a negative count. */
    public StallAfter {
      notNegative(bytes);
    }
  }

  /**
   * Something else stands in place of the body's rest.
   *
   * @param bytes how much of the body goes out before
   * @param garbage what follows it
   */
  record GarbageAfter(int bytes, String garbage) implements Fault {
    /** Refuses a negative count. */
    public GarbageAfter {
      notNegative(bytes);
    }
  }

  /**
   * Another answer comes in place of the recorded one.
   *
   * @param status the HTTP status, 200 to 599
   * @param headers its headers; copied
   * @param body its body
   */
  record Status(int status, Map<String, List<String>> headers, String body) implements Fault {
    /** Copies the headers and checks the status. */
    public Status {
      if (status < 200 || status > 599) {
        throw new IllegalArgumentException("status is " + status + "; it must be 200 to 599");
      }
      headers = Headers.copy(headers);
    }
  }

  /**
   * The answer comes late, but whole.
   *
   * @param time how late: on the server's virtual clock if it has one, else in real time
   */
  record Delay(Duration time) implements Fault {}

  /** The connection breaks off before any header. */
  record HangUp() implements Fault {}

  /** Not even a header comes, but the connection stays open until the client or the server closes it. */
  record Silence() implements Fault {}

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

  private static void notNegative(int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes is " + bytes + "; it can't be negative");
    }
  }
}
