package dev.atom.benchmarks.clients.atom;

import dev.atom.CallContext;
import dev.atom.benchmarks.clients.Peer;
import dev.atom.benchmarks.clients.Protocol;
import dev.atom.benchmarks.clients.Question;
import dev.atom.http.Transport;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.providers.OpenAi;
import dev.atom.secret.Secret;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/** The one place that knows Atom's clients. */
final class AtomPeer implements Peer {
  private final Transport transport = Transport.create();
  private final ChatModel model;

  AtomPeer(Protocol protocol, URI base) {
    model =
        OpenAi.newBuilder()
            .baseUrl(base)
            .dialect(dialect(protocol))
            .keys(ref -> Optional.of(Secret.of(Question.KEY)))
            .transport(transport)
            .model(Question.MODEL)
            .build();
  }

  private static OpenAi.Dialect dialect(Protocol protocol) {
    return switch (protocol) {
      case CHAT -> OpenAi.Dialect.CHAT_COMPLETIONS;
      case RESPONSES -> OpenAi.Dialect.RESPONSES;
      case MESSAGES -> throw new IllegalArgumentException("no client for " + protocol);
    };
  }

  private static ChatRequest request() {
    return ChatRequest.newBuilder()
        .message(ChatMessage.system(Question.SYSTEM))
        .message(ChatMessage.user(Question.TEXT))
        .build();
  }

  @Override
  public String chat() {
    return model.chat(request()).text();
  }

  @Override
  public void stream(Consumer<String> token) {
    try (ReplyStream stream = model.stream(request(), CallContext.create())) {
      while (stream.hasNext()) {
        if (stream.next() instanceof ReplyEvent.TextDelta delta) {
          token.accept(delta.text());
        }
      }
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}
