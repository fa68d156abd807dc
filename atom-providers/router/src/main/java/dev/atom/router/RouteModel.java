package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyStream;
import java.util.Set;

/** One route of a router. A request that names a model of its own takes it at that route no more. */
record RouteModel(Router router, String name, ModelRef ref, Set<Capability> capabilities)
    implements ChatModel {
  @Override
  public ChatReply chat(ChatRequest request, CallContext context) {
    return router.chat(named(request), context);
  }

  @Override
  public ReplyStream stream(ChatRequest request, CallContext context) {
    return router.stream(named(request), context);
  }

  private ChatRequest named(ChatRequest request) {
    return request.toBuilder().model(name).build();
  }
}
