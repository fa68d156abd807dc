package dev.atom.mock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How one call is answered: the answer with what goes wrong in it, and how it reaches the client. What
 * a {@link ReplayServer} sends; another server can play it as far as it is able to. Immutable and
 * thread-safe.
 */
public final class Play {
  private final Exchange.Response response;
  private final Optional<String> exchange;
  private final boolean matched;
  private final List<Fault> faults;
  private final Duration delay;
  private final List<Integer> pieces;
  private final Optional<Fault.Drip> drip;
  private final Optional<Fault.Delivery> end;

  Play(Answer answer, Optional<Exchange> exchange, boolean matched, List<Fault> faults) {
    this.response = answer.response();
    this.exchange = exchange.map(Exchange::name);
    this.matched = matched;
    this.faults = List.copyOf(faults);
    this.delay = answer.delay();
    this.pieces = answer.pieces();
    this.drip = answer.drip();
    this.end = answer.end();
  }

  /**
   * Returns the answer with what goes wrong in its content.
   *
   * @return status, headers and the whole body, also where less of it goes out
   */
  public Exchange.Response response() {
    return response;
  }

  /**
   * Returns the exchange that is played.
   *
   * @return its name; empty if none matches or a fault stands in its place
   */
  public Optional<String> exchange() {
    return exchange;
  }

  /**
   * Returns whether the call was foreseen.
   *
   * @return false if no exchange matches and no fault stands in its place
   */
  public boolean matched() {
    return matched;
  }

  /**
   * Returns what goes wrong.
   *
   * @return the faults in their order, none of them an {@link Fault.All}
   */
  public List<Fault> faults() {
    return faults;
  }

  /**
   * Returns how long to wait before the headers.
   *
   * @return zero for not at all
   */
  public Duration delay() {
    return delay;
  }

  /**
   * Returns the chunks' sizes.
   *
   * @return the last holds for the rest; empty if the body goes out whole
   */
  public List<Integer> pieces() {
    return pieces;
  }

  /**
   * Returns how the body trickles.
   *
   * @return empty if it does not
   */
  public Optional<Fault.Drip> drip() {
    return drip;
  }

  /**
   * Returns what ends the answer before its end.
   *
   * @return a cut, reset, malformed chunk, stall, hang-up or silence; empty if the answer comes whole
   */
  public Optional<Fault.Delivery> end() {
    return end;
  }

  /**
   * Returns names and sizes only: the content may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Play[" + response + exchange.map(name -> ", " + name).orElse("") + "]";
  }
}
