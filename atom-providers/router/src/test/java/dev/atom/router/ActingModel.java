package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.mock.MockModel;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyStream;
import java.util.Set;
import java.util.function.Consumer;

/** A model that acts before it answers; what the action throws is its failure. */
record ActingModel(MockModel model, Consumer<CallContext> action) implements ChatModel {
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
    action.accept(context);
    return model.chat(request, context);
  }

  @Override
  public ReplyStream stream(ChatRequest request, CallContext context) {
    action.accept(context);
    return model.stream(request, context);
  }
}
