package dev.atom.model;

import dev.atom.CallContext;
import java.util.Set;

/**
 * A model that answers messages.
 *
 * <p>Implementations are thread-safe and meant to be shared; they hold no key: it is looked up per
 * call for the tenant and user of the {@link CallContext}. Calls block, so run them on virtual
 * threads; they end early when the context is cancelled or its deadline passes, or when the thread
 * is interrupted (the interrupt flag is then set again).
 */
public interface ChatModel {
  /**
   * Returns which model answers unless a request names another.
   *
   * @return provider and name
   */
  ModelRef ref();

  /**
   * Returns what this model can do. A request that needs more is refused before anything is sent.
   *
   * @return the capabilities, immutable
   */
  Set<Capability> capabilities();

  /**
   * Answers a request with a whole reply.
   *
   * @param request what to answer
   * @param context for whom, and how long it may take
   * @return the reply
   * @throws ModelException if there is no complete reply
   */
  ChatReply chat(ChatRequest request, CallContext context);

  /**
   * Answers a request piece by piece. Returns when the provider has accepted the request.
   *
   * @param request what to answer
   * @param context for whom, and how long the whole stream may take
   * @return the open stream, to be closed by the caller
   * @throws ModelException if the request is not accepted
   */
  ReplyStream stream(ChatRequest request, CallContext context);

  /**
   * Answers a request for the default tenant without a deadline.
   *
   * @param request what to answer
   * @return the reply
   * @throws ModelException if there is no complete reply
   */
  default ChatReply chat(ChatRequest request) {
    return chat(request, CallContext.create());
  }

  /**
   * Answers one message of a user for the default tenant without a deadline.
   *
   * @param message the user's text
   * @return the reply
   * @throws ModelException if there is no complete reply
   */
  default ChatReply chat(String message) {
    return chat(ChatRequest.of(message));
  }
}
