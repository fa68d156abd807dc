package dev.atom.operation;

import dev.atom.CallContext;

/**
 * Carries messages out of the process: a web socket, an e-mail server, a chat service.
 *
 * <p>Implementations are thread-safe.
 */
public interface Channel {
  /**
   * Returns the name by which conversations refer to this channel.
   *
   * @return such as {@code "email"}
   */
  String name();

  /**
   * Returns what sending the same message twice does.
   *
   * @return the effect class; never {@link Effect#READ}
   */
  Effect effect();

  /**
   * Sends a message.
   *
   * @param message what to send
   * @param context for whom, and how long it may take
   * @return the receiver's own id of the message
   * @throws dev.atom.AtomException if it was surely not sent, or nobody can tell
   */
  String send(Outbound message, CallContext context);

  /**
   * A message on its way out.
   *
   * @param conversation the conversation's id
   * @param text what to say
   * @param idempotencyKey the same for every repeat of this message
   */
  record Outbound(String conversation, String text, String idempotencyKey) {
    /**
     * Returns what identifies it: the text may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Outbound[" + conversation + ", " + idempotencyKey + "]";
    }
  }
}
