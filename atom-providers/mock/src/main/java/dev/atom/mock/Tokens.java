package dev.atom.mock;

import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.Part;
import dev.atom.model.Tool;
import dev.atom.model.Usage;
import java.util.List;

/** The usual rule of thumb in place of a tokenizer: four characters make a token. */
final class Tokens {
  private static final int CHARACTERS = 4;

  private Tokens() {}

  static Usage estimate(ChatRequest request, List<Part> reply) {
    long input = 0;
    for (ChatMessage message : request.messages()) {
      input += characters(message.parts());
    }
    for (Tool tool : request.tools()) {
      input += tool.name().length() + tool.description().length();
    }
    List<Part> reasoning = reply.stream().filter(Part.Reasoning.class::isInstance).toList();
    long reasoned = reasoning.isEmpty() ? 0 : tokens(characters(reasoning));
    return Usage.newBuilder()
        .inputTokens(tokens(input))
        .outputTokens(Math.max(tokens(characters(reply)), reasoned))
        .reasoningTokens(reasoned)
        .estimated(true)
        .build();
  }

  private static long tokens(long characters) {
    return Math.max(1, (characters + CHARACTERS - 1) / CHARACTERS);
  }

  private static long characters(List<Part> parts) {
    long sum = 0;
    for (Part part : parts) {
      sum +=
          switch (part) {
            case Part.Text text -> text.text().length();
            case Part.Reasoning reasoning -> reasoning.text().length();
            case Part.Refusal refusal -> refusal.text().length();
            case Part.ToolCall call -> call.name().length() + call.arguments().length();
            case Part.ToolResult result -> characters(result.content());
            case Part.ProviderItem item -> 0;
            case Part.Image image -> 0;
            case Part.Audio audio -> 0;
            case Part.File file -> 0;
          };
    }
    return sum;
  }
}
