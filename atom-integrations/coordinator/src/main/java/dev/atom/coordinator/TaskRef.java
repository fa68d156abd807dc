package dev.atom.coordinator;

import java.util.Optional;

/**
 * Which task is meant.
 *
 * @param id its id
 * @param title what it is called; the id if it has no title
 * @param owner who answers for it; empty if nobody is known to
 */
public record TaskRef(String id, String title, Optional<String> owner) {
  String inWords() {
    return title.equals(id) ? id : "\"" + title + "\" (" + id + ")";
  }
}
