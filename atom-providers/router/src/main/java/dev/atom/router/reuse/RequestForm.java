package dev.atom.router.reuse;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.Media;
import dev.atom.model.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of a request decides about its reply. */
public final class RequestForm {
  /** Stands in the place of a message of which the similar ones are looked for. */
  private static final String ANY = "any";

  private RequestForm() {}

  /**
   * Returns a request as JSON without the hints to a provider's cache.
   *
   * @param request the request
   * @return the form
   */
  public static Json.Obj of(ChatRequest request) {
    JsonObjectBuilder form = Json.object();
    for (Map.Entry<String, Json> member : request.toJson().members().entrySet()) {
      switch (member.getKey()) {
        case "cacheKey" -> {}
        case "messages" -> form.put("messages", withoutHints((Json.Arr) member.getValue()));
        default -> form.put(member.getKey(), member.getValue());
      }
    }
    return form.build();
  }

  private static Json.Arr withoutHints(Json.Arr messages) {
    List<Json> all = new ArrayList<>(messages.items());
    all.replaceAll(
        message -> {
          JsonObjectBuilder plain = Json.object();
          ((Json.Obj) message)
              .members()
              .forEach(
                  (name, value) -> {
                    if (!name.equals("cache")) {
                      plain.put(name, value);
                    }
                  });
          return plain.build();
        });
    return new Json.Arr(all);
  }

  /**
   * Tells whether a request refers to what only one key may see at a provider.
   *
   * @param request the request
   * @return true if it has uploaded files, items or states of a provider, or members of its own that
   *     may name such
   */
  public static boolean needsKey(ChatRequest request) {
    boolean names =
        request.extra().members().values().stream()
            .anyMatch(value -> !(value instanceof Json.Num || value instanceof Json.Bool));
    return names
        || request.messages().stream()
            .anyMatch(message -> KeptReply.hasState(message.parts()) || hasUpload(message.parts()));
  }

  private static boolean hasUpload(List<Part> parts) {
    return parts.stream()
        .anyMatch(
            part ->
                switch (part) {
                  case Part.Image image -> image.media() instanceof Media.Uploaded;
                  case Part.Audio audio -> audio.media() instanceof Media.Uploaded;
                  case Part.File file -> file.media() instanceof Media.Uploaded;
                  case Part.ToolResult result -> hasUpload(result.content());
                  case Part.Text text -> false;
                  case Part.ToolCall call -> false;
                  case Part.Reasoning reasoning -> false;
                  case Part.Refusal refusal -> false;
                  case Part.ProviderItem item -> false;
                });
  }

  /**
   * Returns the last message, if similar ones can be told.
   *
   * @param request the request
   * @return empty if it is not a user's, not text alone, or blank
   */
  public static Optional<String> question(ChatRequest request) {
    ChatMessage last = request.messages().getLast();
    boolean text =
        last.role() == ChatMessage.Role.USER
            && last.parts().stream().allMatch(Part.Text.class::isInstance)
            && !last.text().isBlank();
    return text ? Optional.of(last.text()) : Optional.empty();
  }

  /**
   * Returns a request whose last message is any.
   *
   * @param request the request
   * @return what all requests that differ in the last message alone have in common
   */
  public static ChatRequest withoutQuestion(ChatRequest request) {
    List<ChatMessage> messages = new ArrayList<>(request.messages());
    messages.set(messages.size() - 1, ChatMessage.user(ANY));
    return request.toBuilder().replaceMessages(messages).build();
  }
}
