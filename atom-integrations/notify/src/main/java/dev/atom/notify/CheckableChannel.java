package dev.atom.notify;

import dev.atom.CallContext;
import dev.atom.operation.Channel;
import java.util.Optional;

/**
 * A channel whose receiver can be asked whether a message arrived; its effect is {@code CHECKABLE}.
 * The {@link Notifier} asks before it repeats a send. A channel that says {@code CHECKABLE} without
 * being one of these is treated as {@code BLIND}.
 */
public interface CheckableChannel extends Channel {
  /**
   * Asks whether a message was sent.
   *
   * @param message the message, with the same key as when it may have been sent
   * @param context for whom, and how long it may take
   * @return the receiver's own id of the message; empty if it surely was not sent
   * @throws dev.atom.AtomException if nobody can tell now
   */
  Optional<String> find(Outbound message, CallContext context);
}
