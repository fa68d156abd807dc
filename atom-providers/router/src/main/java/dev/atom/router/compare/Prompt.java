package dev.atom.router.compare;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import java.util.Objects;
import java.util.Optional;

/**
 * Something to ask all models of a {@link Comparison}. Immutable and thread-safe.
 *
 * @param id what it is called in the results; not blank
 * @param request what is asked; a model that it names is left out
 * @param expected what the reply should be: a text, or the JSON that it should be equal to as a value;
 *     empty if that is not known
 */
public record Prompt(String id, ChatRequest request, Optional<Json> expected) {
  /** Refuses a blank id. */
  public Prompt {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a prompt's id is blank");
    }
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(expected, "expected");
  }

  /** Whether a reply is what was expected, spaces around it apart; empty if nothing was. */
  Optional<Boolean> met(ChatReply reply) {
    return expected.map(
        wanted ->
            wanted instanceof Json.Str text
                ? reply.text().strip().equals(text.value().strip())
                : equalAsJson(reply.text(), wanted));
  }

  private static boolean equalAsJson(String text, Json wanted) {
    try {
      return Json.parse(text).equals(wanted);
    } catch (JsonException e) {
      return false;
    }
  }
}
