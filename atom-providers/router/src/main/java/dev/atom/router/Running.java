package dev.atom.router;

import dev.atom.model.ChatModel;

/** An attempt that has begun; the reader of a stream and its closer may both try to end it. */
final class Running {
  private final ChatModel target;
  private final Attempt.Begun begun;
  private boolean ended;

  Running(ChatModel target, Attempt.Begun begun) {
    this.target = target;
    this.begun = begun;
  }

  ChatModel target() {
    return target;
  }

  Attempt.Begun begun() {
    return begun;
  }

  /** Tells whether the caller is the one that ends it. Called under the lock of its routing. */
  boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }
}
