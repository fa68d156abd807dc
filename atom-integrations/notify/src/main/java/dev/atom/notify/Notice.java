package dev.atom.notify;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.store.Subject;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that a person on the host's side should know or do. Immutable.
 *
 * @param id unique in the tenant, at most 150 characters; made from what it is about, such as {@code
 *     "approval-4711-requested"}, it keeps the same notice from being sent twice
 * @param recipient the host's id of the person, at most 150 characters; belongs to the tenant of
 *     {@code about}
 * @param kind what preferences tell apart, such as {@code "approval"}, at most 150 characters
 * @param text what to say, not blank
 * @param link where to do something about it
 * @param about what it is about; its tenant is the notice's
 */
public record Notice(
    String id, String recipient, String kind, String text, Optional<URI> link, Subject about) {
  private static final int LONGEST = 150;

  /** Refuses names that are blank, too long or hold control characters, and a blank text. */
  public Notice {
    for (String name : List.of(id, recipient, kind)) {
      if (name.isBlank()
          || name.length() > LONGEST
          || name.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "a notice's id, recipient and kind have 1 to "
                + LONGEST
                + " characters, none of them a control character; not \""
                + name
                + "\"");
      }
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException("the notice " + id + " has no text");
    }
    Objects.requireNonNull(link, "link");
    Objects.requireNonNull(about, "about");
  }

  /**
   * Returns a notice without a link.
   *
   * @param id unique in the tenant
   * @param recipient the host's id of the person
   * @param kind what preferences tell apart
   * @param text what to say
   * @param about what it is about
   * @return the notice
   */
  public static Notice of(String id, String recipient, String kind, String text, Subject about) {
    return new Notice(id, recipient, kind, text, Optional.empty(), about);
  }

  /**
   * Returns this notice with a link.
   *
   * @param link where to do something about it
   * @return the new notice
   */
  public Notice link(URI link) {
    return new Notice(id, recipient, kind, text, Optional.of(link), about);
  }

  /**
   * Returns whose notice it is.
   *
   * @return the tenant's id
   */
  public String tenant() {
    return about.tenant();
  }

  /** Returns what a channel says: the text, and the link on a line of its own. */
  String message() {
    return link.map(uri -> text + "\n" + uri).orElse(text);
  }

  Json.Obj toJson() {
    JsonObjectBuilder json =
        Json.object()
            .put("id", id)
            .put("recipient", recipient)
            .put("kind", kind)
            .put("text", text)
            .put("about_kind", about.kind())
            .put("about_id", about.id());
    link.ifPresent(uri -> json.put("link", uri.toString()));
    return json.build();
  }

  static Notice of(String tenant, Json.Obj json) {
    return new Notice(
        member(json, "id"),
        member(json, "recipient"),
        member(json, "kind"),
        member(json, "text"),
        json.text("link").map(URI::create),
        new Subject(tenant, member(json, "about_kind"), member(json, "about_id")));
  }

  private static String member(Json.Obj json, String name) {
    return json.text(name)
        .orElseThrow(() -> new IllegalStateException("a stored notice has no \"" + name + "\""));
  }

  /**
   * Returns what identifies it: the text may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Notice[" + id + ", to " + recipient + ", " + kind + ", about " + about + "]";
  }
}
