package dev.atom.router.health;

import dev.atom.CallContext;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;

/** A cheap look at whether a target answers. Implementations are thread-safe. */
@FunctionalInterface
public interface Probe {
  /**
   * Looks at a target.
   *
   * @param client the target's client
   * @param model which model of it
   * @param context for whom, and how long it may take
   * @throws dev.atom.model.ModelException if it does not answer
   */
  void check(ChatModel client, ModelRef model, CallContext context);

  /**
   * Returns the probe that asks for a reply of one token, which costs about ten tokens each time.
   * Where a provider has a look at its key or a list of its models, that is cheaper.
   *
   * @return the probe
   */
  static Probe oneToken() {
    return (client, model, context) -> {
      ChatRequest.Builder request = ChatRequest.of("ping").toBuilder().maxOutputTokens(1);
      client.chat(request.model(model.name()).build(), context);
    };
  }
}
