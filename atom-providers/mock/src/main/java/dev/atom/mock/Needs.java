package dev.atom.mock;

import dev.atom.model.Capability;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.Part;
import dev.atom.model.ResponseFormat;
import dev.atom.model.ToolChoice;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a model must be able to do for a request. */
final class Needs {
  private Needs() {}

  static Set<Capability> of(ChatRequest request, boolean streamed) {
    Set<Capability> needs = EnumSet.of(streamed ? Capability.STREAMING : Capability.CHAT);
    if (!request.tools().isEmpty()) {
      needs.add(Capability.TOOLS);
    }
    if (request.reasoningEffort().isPresent()) {
      needs.add(Capability.REASONING);
    }
    addForTools(request.toolChoice(), needs);
    addForFormat(request.format(), needs);
    for (ChatMessage message : request.messages()) {
      addForParts(message.parts(), needs);
    }
    return needs;
  }

  private static void addForTools(ToolChoice choice, Set<Capability> needs) {
    if (!choice.equals(ToolChoice.AUTO) && !choice.equals(ToolChoice.NONE)) {
      needs.add(Capability.FORCED_TOOLS);
    }
  }

  private static void addForFormat(ResponseFormat format, Set<Capability> needs) {
    if (format instanceof ResponseFormat.Schema) {
      needs.add(Capability.STRUCTURED_OUTPUT);
    } else if (format.equals(ResponseFormat.JSON)) {
      needs.add(Capability.JSON_OUTPUT);
    }
  }

  private static void addForParts(List<Part> parts, Set<Capability> needs) {
    for (Part part : parts) {
      switch (part) {
        case Part.Image image -> needs.add(Capability.IMAGE_INPUT);
        case Part.Audio audio -> needs.add(Capability.AUDIO_INPUT);
        case Part.File file -> needs.add(Capability.FILE_INPUT);
        case Part.ToolResult result -> addForParts(result.content(), needs);
        case Part.Text text -> {}
        case Part.ToolCall call -> {}
        case Part.Reasoning reasoning -> {}
        case Part.Refusal refusal -> {}
      }
    }
  }
}
