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
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.secret.Secret;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/** The one place that knows Atom's clients. */
final class AtomPeer implements Peer {
  private final Transport transport = Transport.newBuilder().idleConnections(1_000).build();
  private final ChatModel model;

  AtomPeer(Protocol protocol, URI base) {
    Profile profile = profile(protocol).toBuilder().base(base.toString()).build();
    model =
        Provider.newBuilder(profile)
            .keys(ref -> Optional.of(Secret.of(Question.KEY)))
            .transport(transport)
            .build()
            .chat(Question.MODEL);
  }

  private static Profile profile(Protocol protocol) {
    return switch (protocol) {
      case CHAT -> Profiles.openAiChatCompletions();
      case RESPONSES -> Profiles.openAi();
      case MESSAGES -> Profiles.anthropic();
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
