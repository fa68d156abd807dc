package dev.atom.router;

import dev.atom.model.Capability;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.Part;
import dev.atom.model.ResponseFormat;
import dev.atom.model.ToolChoice;
import java.util.EnumSet;
import java.util.Set;

/** What a request needs of a model. */
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
      message.parts().forEach(part -> addForPart(part, needs));
    }
    return needs;
  }

  private static void addForTools(ToolChoice choice, Set<Capability> needs) {
    if (choice instanceof ToolChoice.Named || choice.equals(ToolChoice.REQUIRED)) {
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

  private static void addForPart(Part part, Set<Capability> needs) {
    switch (part) {
      case Part.Image image -> needs.add(Capability.IMAGE_INPUT);
      case Part.Audio audio -> needs.add(Capability.AUDIO_INPUT);
      case Part.File file -> needs.add(Capability.FILE_INPUT);
      case Part.ToolCall call -> needs.add(Capability.TOOLS);
      case Part.ToolResult result -> {
        needs.add(Capability.TOOLS);
        result.content().forEach(inner -> addForPart(inner, needs));
      }
      case Part.Text text -> {}
      case Part.Reasoning reasoning -> {}
      case Part.Refusal refusal -> {}
    }
  }
}
