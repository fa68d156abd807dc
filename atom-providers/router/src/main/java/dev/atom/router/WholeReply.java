package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;

/** Asks for whole replies. */
final class WholeReply implements Running.Asker<ChatReply> {
  static final WholeReply ASKER = new WholeReply();

  private WholeReply() {}

  @Override
  public ChatReply ask(Running running, ChatRequest request, CallContext context) {
    return running.target().model().chat(request, context);
  }

  @Override
  public void discard(ChatReply answer) {
    // Nothing holds on to anything.
  }
}
