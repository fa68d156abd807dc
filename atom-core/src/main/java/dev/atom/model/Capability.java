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
  FILE_INPUT,
  /** Sources of what the reply says. */
  CITATIONS,
  /** Marks in a request up to which the provider keeps it for cheaper calls to come. */
  PROMPT_CACHING,
  /** Pictures in replies to messages. */
  IMAGE_OUTPUT,
  /** Texts as vectors. */
  EMBEDDINGS,
  /** Text of recorded speech. */
  TRANSCRIPTION,
  /** Text of speech while it is spoken. */
  LIVE_TRANSCRIPTION,
  /** English text of recorded speech in another language. */
  TRANSLATION,
  /** Speech of a text. */
  SPEECH,
  /** Judgement of what harm a text or picture does. */
  MODERATION,
  /** Pictures from a description. */
  IMAGE_GENERATION,
  /** Many requests handed over at once, answered within hours for less. */
  BATCH,
  /** The provider counts a request's tokens; elsewhere they are estimated. */
  TOKEN_COUNT,
  /** A list of the provider's models. */
  MODEL_LIST,
  /** A look at whether a key is accepted that costs nothing. */
  KEY_CHECK;

  /**
   * Returns whether this is about chatting: something that {@link #neededBy} can ask for or that
   * shows in a reply to messages, and not an operation of its own.
   *
   * @return true for what a {@link ChatModel} may offer
   */
  public boolean ofChat() {
    return compareTo(EMBEDDINGS) < 0;
  }

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
    if (request.reasoningEffort().isPresent()
        || request.reasoningTokens().isPresent()
        || request.reasoningShown()) {
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
      case Part.ProviderItem item -> {}
    }
  }
}
