package dev.atom.providers;

import dev.atom.model.Capability;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.Failure;
import dev.atom.model.ModelRef;
import dev.atom.model.Part;
import dev.atom.model.ResponseFormat;
import dev.atom.model.ToolChoice;
import java.util.EnumSet;
import java.util.Set;

/** What a request needs of a model. */
final class Needs {
  private Needs() {}

  static void check(
      ChatRequest request, boolean streaming, Set<Capability> offered, ModelRef asked) {
    Set<Capability> missing = of(request, streaming);
    missing.removeAll(offered);
    if (!missing.isEmpty()) {
      throw missing(asked, "the request needs " + missing + ", which this model does not offer");
    }
  }

  static CapabilityMissing missing(ModelRef asked, String why) {
    return new CapabilityMissing(Failure.at(asked).message(why + "; nothing was sent").build());
  }

  private static Set<Capability> of(ChatRequest request, boolean streaming) {
    Set<Capability> needs = EnumSet.of(streaming ? Capability.STREAMING : Capability.CHAT);
    if (!request.tools().isEmpty()) {
      needs.add(Capability.TOOLS);
    }
    if (request.toolChoice().equals(ToolChoice.REQUIRED)
        || request.toolChoice() instanceof ToolChoice.Named) {
      needs.add(Capability.FORCED_TOOLS);
    }
    if (request.format().equals(ResponseFormat.JSON)) {
      needs.add(Capability.JSON_OUTPUT);
    }
    if (request.format() instanceof ResponseFormat.Schema) {
      needs.add(Capability.STRUCTURED_OUTPUT);
    }
    if (request.reasoningEffort().isPresent()) {
      needs.add(Capability.REASONING);
    }
    for (ChatMessage message : request.messages()) {
      message.parts().forEach(part -> add(part, needs));
    }
    return needs;
  }

  private static void add(Part part, Set<Capability> needs) {
    switch (part) {
      case Part.Image image -> needs.add(Capability.IMAGE_INPUT);
      case Part.Audio audio -> needs.add(Capability.AUDIO_INPUT);
      case Part.File file -> needs.add(Capability.FILE_INPUT);
      case Part.ToolCall call -> needs.add(Capability.TOOLS);
      case Part.ToolResult result -> {
        needs.add(Capability.TOOLS);
        result.content().forEach(inner -> add(inner, needs));
      }
      case Part.Text text -> {}
      case Part.Reasoning reasoning -> {}
      case Part.Refusal refusal -> {}
    }
  }
}
