package dev.atom.approval;

import java.net.URI;
import java.time.Instant;

/**
 * A link that lets one person do one thing with one proposal, once. Whoever has it can, so it goes to
 * that person only and into no log: {@link #toString} shows nothing of it. Immutable and thread-safe.
 */
public final class ApprovalLink {
  private final URI uri;
  private final String token;
  private final Instant expires;

  ApprovalLink(URI uri, String token, Instant expires) {
    this.uri = uri;
    this.token = token;
    this.expires = expires;
  }

  /**
   * Returns the address, for a message.
   *
   * @return the address with the token as its parameter {@code token}
   */
  public URI uri() {
    return uri;
  }

  /**
   * Returns the token alone, for a button of a chat.
   *
   * @return what {@link ApprovalLinks#open} takes
   */
  public String token() {
    return token;
  }

  /**
   * Returns until when it works.
   *
   * @return the instant from which on it doesn't
   */
  public Instant expires() {
    return expires;
  }

  @Override
  public String toString() {
    return "ApprovalLink[hidden, until " + expires + "]";
  }
}
