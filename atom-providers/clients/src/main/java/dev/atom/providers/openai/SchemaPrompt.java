package dev.atom.providers.openai;

import dev.atom.model.ChatRequest;
import dev.atom.model.ResponseFormat;
import java.util.Locale;
import java.util.Optional;

/** Asks in words for what a server has no member for; some refuse JSON unless words ask for it. */
final class SchemaPrompt {
  private SchemaPrompt() {}

  static Optional<String> of(ChatRequest request) {
    return switch (request.format()) {
      case ResponseFormat.Schema schema ->
          Optional.of(
              "Reply with one JSON object that satisfies this JSON schema, and nothing else:\n"
                  + schema.schema().document());
      case ResponseFormat.Free free ->
          free == ResponseFormat.Free.JSON && !asked(request)
              ? Optional.of("Reply with one JSON object and nothing else.")
              : Optional.empty();
    };
  }

  private static boolean asked(ChatRequest request) {
    return request.messages().stream()
        .anyMatch(message -> message.text().toLowerCase(Locale.ROOT).contains("json"));
  }
}
