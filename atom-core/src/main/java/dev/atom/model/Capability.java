package dev.atom.model;

import java.util.EnumSet;
import java.util.Set;

/** What a model or a provider's client can do; known before a call. */
public enum Capability {
  /** Whole replies to messages. */
  CHAT,
  /** Replies piece by piece. */
  STREAMING,
  /** Calls of tools. */
  TOOLS,
  /** A named or any tool can be demanded. */
  FORCED_TOOLS,
  /** Replies that follow a JSON schema. */
  STRUCTURED_OUTPUT,
  /** Replies that are some JSON object. */
  JSON_OUTPUT,
  /** Reasoning before the reply, counted apart. */
  REASONING,
  /** Images in messages. */
  IMAGE_INPUT,
  /** Audio in messages. */
  AUDIO_INPUT,
  /** Documents such as PDF in messages. */
  FILE_INPUT;

  /**
   * Returns what a model must be able to do to answer a request. Calls and results of tools in
   * earlier messages need tools as much as tools that are offered.
   *
   * @param request the request
   * @param streamed whether the reply is to come piece by piece
   * @return a new set, the caller's own
   */
  public static EnumSet<Capability> neededBy(ChatRequest request, boolean streamed) {
    EnumSet<Capability> needs = EnumSet.of(streamed ? STREAMING : CHAT);
    if (!request.tools().isEmpty()) {
      needs.add(TOOLS);
    }
    if (request.toolChoice() instanceof ToolChoice.Named
        || request.toolChoice().equals(ToolChoice.REQUIRED)) {
      needs.add(FORCED_TOOLS);
    }
    if (request.reasoningEffort().isPresent()) {
      needs.add(REASONING);
    }
    addForFormat(request.format(), needs);
    for (ChatMessage message : request.messages()) {
      message.parts().forEach(part -> addForPart(part, needs));
    }
    return needs;
  }

  private static void addForFormat(ResponseFormat format, Set<Capability> needs) {
    if (format instanceof ResponseFormat.Schema) {
      needs.add(STRUCTURED_OUTPUT);
    } else if (format.equals(ResponseFormat.JSON)) {
      needs.add(JSON_OUTPUT);
    }
  }

  private static void addForPart(Part part, Set<Capability> needs) {
    switch (part) {
      case Part.Image image -> needs.add(IMAGE_INPUT);
      case Part.Audio audio -> needs.add(AUDIO_INPUT);
      case Part.File file -> needs.add(FILE_INPUT);
      case Part.ToolCall call -> needs.add(TOOLS);
      case Part.ToolResult result -> {
        needs.add(TOOLS);
        result.content().forEach(inner -> addForPart(inner, needs));
      }
      case Part.Text text -> {}
      case Part.Reasoning reasoning -> {}
      case Part.Refusal refusal -> {}
    }
  }
}
