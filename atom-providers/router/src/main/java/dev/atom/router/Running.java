package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.model.ChatRequest;
import java.util.List;
import java.util.Optional;

/** An attempt that has begun; the reader of a stream and its closer may both try to end it. */
final class Running {
  private final int number;
  private final Lane lane;
  private final Admission admission;
  private final Attempt.Begun begun;
  private final List<Guard.Pass> passes;
  private final long startedNanos;
  private volatile ChatRequest request;
  private volatile long firstNanos = -1;
  private volatile long receivedCharacters;
  private boolean ended;

  Running(
      int number,
      Lane lane,
      Admission admission,
      Attempt.Begun begun,
      List<Guard.Pass> passes,
      Sent sent) {
    this.number = number;
    this.lane = lane;
    this.admission = admission;
    this.begun = begun;
    this.passes = passes;
    startedNanos = sent.nanos;
    request = sent.request;
  }

  /**
   * What is asked, and when.
   *
   * @param request the caller's
   * @param nanos of the fleet's time
   */
  record Sent(ChatRequest request, long nanos) {}

  /** The target's number in its route. */
  int number() {
    return number;
  }

  Target target() {
    return lane.target();
  }

  Lane lane() {
    return lane;
  }

  Admission admission() {
    return admission;
  }

  Attempt.Begun begun() {
    return begun;
  }

  List<Guard.Pass> passes() {
    return passes;
  }

  long startedNanos() {
    return startedNanos;
  }

  void firstPiece(long nanos) {
    firstNanos = nanos;
  }

  /** Nanoseconds from the beginning to the first piece of a stream. */
  Optional<Long> untilFirst() {
    return firstNanos < 0 ? Optional.empty() : Optional.of(firstNanos - startedNanos);
  }

  /** Called by the reader alone. */
  void received(int characters) {
    long sum = receivedCharacters + characters;
    receivedCharacters = sum;
  }

  /** About a token for four characters. */
  long receivedTokens() {
    return (receivedCharacters + 3) / 4;
  }

  /** Asks the target, which may have options of its own. */
  <T> T ask(Asker<T> asker, CallContext context) {
    ChatRequest own = target().request(request);
    request = own;
    return asker.ask(this, own, context);
  }

  /** What the target is asked. */
  ChatRequest request() {
    return request;
  }

  /** Tells whether the caller is the one that ends it. Called under the lock of its call. */
  boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  /** How a target is asked. */
  interface Asker<T> {
    /** Returns when the reply is whole or, of a stream, its first piece is there. */
    T ask(Running running, ChatRequest request, CallContext context);

    /** Gives back what nobody wants any more. */
    void discard(T answer);
  }
}
