package dev.atom.conversation;

import dev.atom.store.Subject;

/**
 * Names a conversation. What was said stands in the store under {@link #subject()}.
 *
 * @param tenant the tenant's id
 * @param id the conversation's id, unique in the tenant
 * @param channel the channel that it runs over, such as {@code "email"}
 */
public record Conversation(String tenant, String id, String channel) {
  /** Refuses a blank channel; the subject checks the rest. */
  public Conversation {
    if (channel.isBlank()) {
      throw new IllegalArgumentException("a conversation has a channel");
    }
  }

  /**
   * Returns whose events the conversation's are.
   *
   * @return the subject
   */
  public Subject subject() {
    return new Subject(tenant, "conversation", id);
  }
}
