package dev.atom.conversation;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.model.Part;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Something that was said. Immutable and thread-safe; never changed once it is stored. */
public final class Message {
  private final String id;
  private final Author author;
  private final Instant at;
  private final List<Part> parts;
  private final Optional<String> nativeId;

  private Message(
      String id, Author author, Instant at, List<Part> parts, Optional<String> nativeId) {
    this.id = id;
    this.author = Objects.requireNonNull(author, "author");
    this.at = Objects.requireNonNull(at, "at");
    this.parts = List.copyOf(parts);
    this.nativeId = nativeId;
    if (id.isBlank() || this.parts.isEmpty()) {
      throw new IllegalArgumentException("a message has an id and at least one part");
    }
  }

  /**
   * Returns a message.
   *
   * @param id Atom's id of it
   * @param author who wrote it
   * @param at when it was written
   * @param parts what was said, at least one part
   * @return the message
   */
  public static Message of(String id, Author author, Instant at, List<Part> parts) {
    return new Message(id, author, at, parts, Optional.empty());
  }

  /**
   * Returns a message of one text.
   *
   * @param id Atom's id of it
   * @param author who wrote it
   * @param at when it was written
   * @param text what was said
   * @return the message
   */
  public static Message of(String id, Author author, Instant at, String text) {
    return of(id, author, at, List.of(Part.text(text)));
  }

  /**
   * Returns this message with the channel's own id, by which a second delivery is recognised.
   *
   * @param nativeId the channel's id of it
   * @return the message with the id
   */
  public Message nativeId(String nativeId) {
    return new Message(id, author, at, parts, Optional.of(nativeId));
  }

  /**
   * Returns Atom's id.
   *
   * @return unique in the tenant
   */
  public String id() {
    return id;
  }

  /**
   * Returns who wrote it.
   *
   * @return the author
   */
  public Author author() {
    return author;
  }

  /**
   * Returns when it was written.
   *
   * @return the instant
   */
  public Instant at() {
    return at;
  }

  /**
   * Returns what was said.
   *
   * @return at least one part
   */
  public List<Part> parts() {
    return parts;
  }

  /**
   * Returns the channel's own id.
   *
   * @return empty for messages that no channel brought
   */
  public Optional<String> nativeId() {
    return nativeId;
  }

  /**
   * Returns the text parts, joined.
   *
   * @return empty if there is no text
   */
  public String text() {
    return Part.textOf(parts);
  }

  /**
   * Returns the form in which a message is stored: {@code id}, {@code author}, {@code at}, {@code
   * parts} as of {@link Part#toJson}, and {@code nativeId} if there is one.
   *
   * @return the object
   */
  public Json.Obj toJson() {
    return Json.object()
        .put("id", id)
        .put("author", Json.from(author))
        .put("at", at.toString())
        .put("parts", parts.stream().map(Part::toJson).toList())
        .put("nativeId", nativeId)
        .build();
  }

  /**
   * Reads a message from its stored form. Members that are not known are passed over.
   *
   * @param json what {@link #toJson} returned
   * @return an equal message
   * @throws dev.atom.json.JsonException if it is no message; names the path
   */
  public static Message fromJson(Json.Obj json) {
    Head head = json.as(Head.class);
    if (head.id().isBlank()) {
      throw new JsonException("a message has an id", "/id", 0, 0);
    }
    List<Part> parts = Part.listFromJson(json, "parts");
    if (parts.isEmpty()) {
      throw new JsonException("a message has at least one part", "/parts", 0, 0);
    }
    return new Message(head.id(), head.author(), head.at(), parts, head.nativeId());
  }

  /** All but the parts. */
  private record Head(String id, Author author, Instant at, Optional<String> nativeId) {}

  @Override
  public boolean equals(Object other) {
    return other instanceof Message that
        && id.equals(that.id)
        && author.equals(that.author)
        && at.equals(that.at)
        && parts.equals(that.parts)
        && nativeId.equals(that.nativeId);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /**
   * Returns the id and the author; the content may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Message[" + id + " by " + author.kind() + "]";
  }
}
