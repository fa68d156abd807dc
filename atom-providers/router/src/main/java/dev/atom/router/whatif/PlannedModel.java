package dev.atom.router.whatif;

import dev.atom.CallContext;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Failure;
import dev.atom.model.ModelNotFound;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyStream;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** A model of which only the name is known; whoever asks it is told so. */
record PlannedModel(ModelRef ref) implements ChatModel {
  @Override
  public Set<Capability> capabilities() {
    EnumSet<Capability> all = EnumSet.allOf(Capability.class);
    all.removeIf(capability -> !capability.ofChat());
    return Collections.unmodifiableSet(all);
  }

  @Override
  public ChatReply chat(ChatRequest request, CallContext context) {
    throw missing();
  }

  @Override
  public ReplyStream stream(ChatRequest request, CallContext context) {
    throw missing();
  }

  private ModelNotFound missing() {
    return new ModelNotFound(
        Failure.at(ref)
            .message(ref + " is a name for replays and has no client; give the router a client")
            .build());
  }
}
