package dev.atom.providers.wire;

import dev.atom.CallContext;
import dev.atom.http.HttpCall;
import dev.atom.http.HttpReply;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyStream;
import java.util.Set;

/** A model that is asked in one dialect. */
final class DialectModel implements ChatModel {
  private final Dialect dialect;
  private final Client client;
  private final ModelRef ref;
  private final Set<Capability> capabilities;

  DialectModel(Dialect dialect, Client client, ModelRef ref, Set<Capability> capabilities) {
    this.dialect = dialect;
    this.client = client;
    this.ref = ref;
    this.capabilities = Set.copyOf(capabilities);
  }

  @Override
  public ModelRef ref() {
    return ref;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public ChatReply chat(ChatRequest request, CallContext context) {
    ModelRef asked = asked(request);
    Needs.check(request, false, capabilities, asked);
    Dialect.Body body = dialect.body(request, asked, false);
    return client.send(
        call(body, asked, false), asked, dialect, context, answer -> read(answer, body, asked));
  }

  private ChatReply read(Answer answer, Dialect.Body body, ModelRef asked) {
    return dialect.reply(answer.json(), asked, body.warnings()).toBuilder()
        .requestId(answer.requestId())
        .rateLimits(answer.rateLimits())
        .build();
  }

  @Override
  public ReplyStream stream(ChatRequest request, CallContext context) {
    ModelRef asked = asked(request);
    Needs.check(request, true, capabilities, asked);
    Dialect.Body body = dialect.body(request, asked, true);
    return client.open(
        call(body, asked, true), asked, dialect, context, opened -> begin(opened, body, asked));
  }

  private ReplyStream begin(Opened opened, Dialect.Body body, ModelRef asked) {
    String type = opened.mediaType();
    Dialect.Framing framing = dialect.framing(type);
    boolean whole = framing == Dialect.Framing.EVENTS && type.contains("json");
    if (!whole && !type.contains("html")) {
      StreamReader reader = dialect.stream(asked, body.warnings());
      return new EventReplyStream(opened, framing, reader);
    }
    try (opened) {
      Answer answer = Client.answer(HttpReply.of(opened.stream()), opened.failures());
      return new WholeReplyStream(answer.read(a -> read(a, body, asked)));
    }
  }

  private ModelRef asked(ChatRequest request) {
    return request.model().map(name -> new ModelRef(ref.provider(), name)).orElse(ref);
  }

  private HttpCall.Builder call(Dialect.Body body, ModelRef asked, boolean streaming) {
    HttpCall.Builder call = client.post(dialect.path(asked, streaming), body.json(), asked);
    body.headers().forEach(call::listHeader);
    if (streaming) {
      // Compression would hold tokens back until a block is full.
      call.header("Accept", "text/event-stream").header("Accept-Encoding", "identity");
    }
    return call;
  }

  @Override
  public String toString() {
    return "DialectModel[" + ref + ", " + client.profile().protocol() + "]";
  }
}
