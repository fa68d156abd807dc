package dev.atom.assistant;

import dev.atom.conversation.Author;
import dev.atom.conversation.Conversation;
import dev.atom.model.Part;
import java.util.List;
import java.util.Objects;

/**
 * A message as a channel delivers it, maybe more than once.
 *
 * @param conversation where it was said
 * @param nativeId the channel's own id of it, unique in the conversation, by which a second
 *     delivery is recognised
 * @param author who wrote it; not the assistant
 * @param parts what was said, at least one part; copied
 */
public record Incoming(
    Conversation conversation, String nativeId, Author author, List<Part> parts) {
  /** Copies the parts and refuses a message without id or content. */
  public Incoming {
    Objects.requireNonNull(conversation, "conversation");
    parts = List.copyOf(parts);
    if (nativeId.isBlank() || parts.isEmpty()) {
      throw new IllegalArgumentException(
          "an incoming message has the channel's own id and at least one part");
    }
    if (author.kind() == Author.Kind.ASSISTANT) {
      throw new IllegalArgumentException("an incoming message is not written by the assistant");
    }
  }

  /**
   * Returns a customer's text.
   *
   * @param conversation where it was said
   * @param nativeId the channel's own id of it
   * @param customer the customer's id
   * @param text what was said
   * @return the message
   */
  public static Incoming text(
      Conversation conversation, String nativeId, String customer, String text) {
    Author author = new Author(Author.Kind.CUSTOMER, customer);
    return new Incoming(conversation, nativeId, author, List.of(Part.text(text)));
  }

  /**
   * Returns where it was said, not what.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Incoming[" + conversation.id() + ", " + nativeId + "]";
  }
}
