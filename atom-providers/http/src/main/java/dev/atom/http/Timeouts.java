package dev.atom.http;

import java.time.Duration;

/**
 * How long the phases of a call may take. The deadline of the call's context bounds them all.
 *
 * @param connect to connect to one address of the server, above zero
 * @param firstToken from the start of the call to what the caller waits for, above zero: the first
 *     byte of the reply's body, or the first event of a stream; comments, blank lines and pings that
 *     only keep a connection alive do not end it
 * @param idle waiting for the next bytes of a body from then on, above zero; bytes of any kind count,
 *     and the time in which nobody reads does not
 * @param whole everything together, above zero
 */
public record Timeouts(Duration connect, Duration firstToken, Duration idle, Duration whole) {
  /** 10 seconds, 5 minutes, 2 minutes and 1 hour: room for models that think before they answer. */
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofHours(1));

  /** Refuses what is not above zero. */
  public Timeouts {
    require("connect", connect);
    require("firstToken", firstToken);
    require("idle", idle);
    require("whole", whole);
  }

  /**
   * Returns these limits with another one for connecting.
   *
   * @param time above zero
   * @return the changed copy
   */
  public Timeouts connect(Duration time) {
    return new Timeouts(time, firstToken, idle, whole);
  }

  /**
   * Returns these limits with another one for the first byte or event.
   *
   * @param time above zero
   * @return the changed copy
   */
  public Timeouts firstToken(Duration time) {
    return new Timeouts(connect, time, idle, whole);
  }

  /**
   * Returns these limits with another one between bytes.
   *
   * @param time above zero
   * @return the changed copy
   */
  public Timeouts idle(Duration time) {
    return new Timeouts(connect, firstToken, time, whole);
  }

  /**
   * Returns these limits with another one for everything.
   *
   * @param time above zero
   * @return the changed copy
   */
  public Timeouts whole(Duration time) {
    return new Timeouts(connect, firstToken, idle, time);
  }

  private static void require(String name, Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException(
          "timeout " + name + " is " + time + "; it must be above 0");
    }
  }
}
