package dev.atom.http;

/** One of a call's time limits passed. */
public final class HttpTimedOut extends HttpException {
  private static final long serialVersionUID = 1L;

  private final Phase phase;

  HttpTimedOut(Phase phase, String message) {
    super("http_timed_out", true, message);
    this.phase = phase;
  }

  /** What took too long. */
  public enum Phase {
    /** To connect. */
    CONNECT,
    /** The first byte of a reply's body, or the first event of a stream. */
    FIRST_TOKEN,
    /** The next bytes of a reply that has begun. */
    IDLE,
    /** Everything together. */
    WHOLE
  }

  /**
   * Returns what took too long.
   *
   * @return the phase
   */
  public Phase phase() {
    return phase;
  }
}
