package dev.atom.router;

import dev.atom.ledger.LedgerWriter;

/**
 * Is told what a router does, as the source of bills, meters and logs.
 *
 * <p>Beginnings and ends are paired: every call that begins ends once, and so does every attempt,
 * within its call. A stream's attempt and call end with its last event, its failure or its close, so
 * a stream that is neither read to its end nor closed never ends here either.
 *
 * <p>Called on the thread that makes the call, reads or closes the stream; calls of different calls
 * come at the same time, so implementations are thread-safe. What a listener throws is logged and
 * changes nothing. Every method does nothing unless overridden.
 */
public interface RouterListener {
  /**
   * Returns the listener that books every attempt in the usage ledger, also failed, cancelled and
   * hedged ones: a record's id is the call's id and the attempt's number. The content of requests and
   * replies is not kept. A synchronous writer that fails is logged, as all listeners are; the call
   * goes on.
   *
   * @param writer books; stays the host's to close
   * @return the listener
   */
  static RouterListener ledger(LedgerWriter writer) {
    return new LedgerListener(writer);
  }

  /**
   * A call begins.
   *
   * @param call the call
   */
  default void callStarted(RoutedCall call) {}

  /**
   * A target is about to be asked.
   *
   * @param attempt what is known of the attempt
   */
  default void attemptStarted(Attempt.Begun attempt) {}

  /**
   * A target has answered or failed.
   *
   * @param attempt the whole attempt, with its cost
   */
  default void attemptEnded(Attempt attempt) {}

  /**
   * A call has ended.
   *
   * @param trace the way that it took
   */
  default void callEnded(RoutingTrace trace) {}
}
