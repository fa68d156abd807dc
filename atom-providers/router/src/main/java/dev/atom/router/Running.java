package dev.atom.router;

import dev.atom.model.ChatModel;
import java.util.concurrent.atomic.AtomicBoolean;

/** An attempt that has begun. Thread-safe: the reader of a stream and its closer may both end it. */
final class Running {
  private final ChatModel target;
  private final Attempt.Begun begun;
  private final AtomicBoolean ended = new AtomicBoolean();

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

  /** Tells whether the caller is the one that ends it. */
  boolean end() {
    return ended.compareAndSet(false, true);
  }
}
