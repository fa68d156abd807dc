package dev.atom.mock;

import dev.atom.CallContext;
import dev.atom.model.Capability;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Failure;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyStream;
import java.util.Set;
import java.util.function.Predicate;

/** A model that refuses some requests although its capabilities cover them. */
record Picky(ChatModel model, Predicate<ChatRequest> refuses) implements ChatModel {
  @Override
  public ModelRef ref() {
    return model.ref();
  }

  @Override
  public Set<Capability> capabilities() {
    return model.capabilities();
  }

  @Override
  public ChatReply chat(ChatRequest request, CallContext context) {
    if (refuses.test(request)) {
      throw new CapabilityMissing(Failure.at(ref()).message("too much").build());
    }
    return model.chat(request, context);
  }

  @Override
  public ReplyStream stream(ChatRequest request, CallContext context) {
    return model.stream(request, context);
  }
}
