package dev.atom.conversation;

/**
 * Who wrote a message.
 *
 * @param kind which side
 * @param id the customer's, person's or agent's id
 */
public record Author(Kind kind, String id) {
  /** Refuses a blank id. */
  public Author {
    if (id.isBlank()) {
      throw new IllegalArgumentException("an author has an id");
    }
  }

  /** The sides of a conversation. */
  public enum Kind {
    /** The one who is served. */
    CUSTOMER,
    /** A program that answers by a model. */
    ASSISTANT,
    /** A person on the host's side. */
    PERSON
  }
}
