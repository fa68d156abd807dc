package dev.atom.endpoint.openai;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ReplyStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Answers {@code POST /chat/completions}.
 *
 * @param models by the names that callers know
 * @param calls what all calls share
 * @param passesOn which members unknown to Atom go on to the provider
 * @param keepAlive after how much silence a stream says that it lives
 */
record ChatCompletions(
    Map<String, ChatModel> models, Calls calls, Predicate<String> passesOn, Duration keepAlive) {
  void answer(Caller caller, EndpointExchange exchange, Json.Obj body, Answer answer)
      throws IOException {
    ChatCall call = ChatRequestReader.read(body, passesOn);
    ChatModel model = Calls.find(models, call.model(), caller);
    CallContext context = calls.context(caller, exchange.header("cache-control"));
    String id = "chatcmpl-" + answer.requestId();
    if (call.streamed()) {
      stream(
          call, model, context, new ChunkWriter(call, id, calls.seconds(), call.model()), answer);
    } else {
      long created = calls.seconds();
      answer.json(whole(call, model.chat(call.request(), context), id, created));
    }
  }

  private static Json.Obj whole(ChatCall call, ChatReply reply, String id, long created) {
    List<Json.Obj> choices = new ArrayList<>();
    for (ChatReply.Choice choice : reply.choices()) {
      choices.add(ChoiceWriter.whole(choices.size(), choice, reply, call));
    }
    JsonObjectBuilder json =
        Json.object()
            .put("id", id)
            .put("object", "chat.completion")
            .put("created", created)
            .put("model", reply.model().name())
            .put("choices", choices);
    UsageJson.of(reply.usage()).ifPresent(usage -> json.put("usage", usage));
    List<Json.Obj> warnings = ChoiceWriter.warnings(call, reply);
    if (!warnings.isEmpty()) {
      json.put("warnings", warnings);
    }
    return json.build();
  }

  private void stream(
      ChatCall call, ChatModel model, CallContext context, ChunkWriter chunks, Answer answer)
      throws IOException {
    try (ReplyStream events = model.stream(call.request(), context)) {
      // What fails up to here still has a status of its own.
      if (!events.hasNext()) {
        throw new IllegalStateException("the model's stream has no events");
      }
      try (EventOutput out = EventOutput.start(answer.events(), keepAlive, context::cancel)) {
        copy(events, chunks, out, answer);
      }
    }
  }

  private static void copy(ReplyStream events, ChunkWriter chunks, EventOutput out, Answer answer)
      throws IOException {
    try {
      while (events.hasNext()) {
        for (Json.Obj chunk : chunks.chunks(events.next())) {
          out.send(chunk);
        }
      }
      out.done();
    } catch (RuntimeException e) {
      if (out.gone()) {
        Failures.gone(answer.requestId());
        return;
      }
      Failures.log(answer.requestId(), e);
      out.send(Errors.of(e).json());
    }
  }
}
