package dev.atom.router.reuse;

import dev.atom.cache.CacheLookup;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.FinishReason;
import dev.atom.model.Part;
import dev.atom.model.ResponseFormat;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A reply that was kept.
 *
 * @param reply as it was made, with the usage of then
 * @param storedAt when
 * @param asked the last message that it answers, if that is kept with it
 */
public record KeptReply(ChatReply reply, Instant storedAt, Optional<String> asked) {
  private static final String REPLY = "reply";
  private static final String ASKED = "asked";

  /**
   * Reads what a store holds.
   *
   * @param found the value
   * @return the reply
   * @throws JsonException if it is something else
   */
  public static KeptReply read(CacheLookup.Found found) {
    if (found.value() instanceof Json.Obj value
        && value.get(REPLY).orElse(Json.NULL) instanceof Json.Obj reply) {
      return new KeptReply(ChatReply.fromJson(reply), found.storedAt(), value.text(ASKED));
    }
    throw new JsonException("expected an object with a reply", "", 0, 0);
  }

  /**
   * Returns the form in which a reply is kept.
   *
   * @param reply the reply
   * @param asked the last message that it answers, where similar ones are looked for
   * @return the value for a store
   */
  public static Json.Obj form(ChatReply reply, Optional<String> asked) {
    JsonObjectBuilder form = Json.object().put(REPLY, reply.toJson());
    asked.ifPresent(text -> form.put(ASKED, text));
    return form.build();
  }

  /**
   * Tells whether a reply may be given again.
   *
   * @param reply the reply
   * @param request what it answers
   * @param keyed whether it would be given only to those with the same key
   * @return false if it is not whole, not good, or holds what only one key understands
   */
  public static boolean isGood(ChatReply reply, ChatRequest request, boolean keyed) {
    return reply.choices().stream().allMatch(choice -> isGood(choice, request.format()))
        && (keyed || reply.choices().stream().noneMatch(choice -> hasState(choice.parts())));
  }

  private static boolean isGood(ChatReply.Choice choice, ResponseFormat format) {
    return switch (choice.finish()) {
      case STOP, TOOL_CALLS -> says(choice.parts(), choice.finish(), format);
      case LENGTH, CONTENT_FILTER, REFUSAL, PAUSED, OTHER -> false;
    };
  }

  private static boolean says(List<Part> parts, FinishReason finish, ResponseFormat format) {
    boolean calls = false;
    for (Part part : parts) {
      if (part instanceof Part.Refusal) {
        return false;
      }
      if (part instanceof Part.ToolCall call) {
        calls = true;
        if (!(parsed(call.arguments()).orElse(Json.NULL) instanceof Json.Obj)) {
          return false;
        }
      }
    }
    if (calls) {
      return true;
    }
    String text = Part.textOf(parts);
    return finish == FinishReason.STOP && !text.isBlank() && fits(text, format);
  }

  private static boolean fits(String text, ResponseFormat format) {
    if (format.equals(ResponseFormat.TEXT)) {
      return true;
    }
    Optional<Json> json = parsed(text);
    return json.isPresent()
        && (!(format instanceof ResponseFormat.Schema wanted)
            || wanted.schema().check(wanted.schema().withoutOptionalNulls(json.get())).isEmpty());
  }

  private static Optional<Json> parsed(String text) {
    try {
      return Optional.of(Json.parse(text));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /**
   * Tells whether parts hold what a provider may understand only from one key.
   *
   * @param parts of a request or reply
   * @return true if there is an item or a state of a provider
   */
  public static boolean hasState(List<Part> parts) {
    return parts.stream()
        .anyMatch(
            part ->
                switch (part) {
                  case Part.ProviderItem item -> true;
                  case Part.ToolCall call -> call.state().isPresent();
                  case Part.Reasoning reasoning -> reasoning.state().isPresent();
                  case Part.ToolResult result -> hasState(result.content());
                  case Part.Text text -> false;
                  case Part.Image image -> false;
                  case Part.Audio audio -> false;
                  case Part.File file -> false;
                  case Part.Refusal refusal -> false;
                });
  }
}
