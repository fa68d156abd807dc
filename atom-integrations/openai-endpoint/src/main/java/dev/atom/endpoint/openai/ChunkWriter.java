package dev.atom.endpoint.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatReply;
import dev.atom.model.Failure;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.model.TruncatedStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns the events of one reply into chunks of a chat completion. Used by one thread. */
final class ChunkWriter {
  private final ChatCall call;
  private final String id;
  private final long created;
  private final Set<Integer> introduced = new HashSet<>();
  private String model;

  /**
   * Creates a writer.
   *
   * @param id the completion's id
   * @param created seconds since 1970
   * @param model the name to give until the model that answers is known
   */
  ChunkWriter(ChatCall call, String id, long created, String model) {
    this.call = call;
    this.id = id;
    this.created = created;
    this.model = model;
  }

  /** Returns the chunks that tell of an event, none if it tells the caller nothing. */
  List<Json.Obj> chunks(ReplyEvent event) {
    return switch (event) {
      case ReplyEvent.Started started -> {
        model = started.model().name();
        yield List.of();
      }
      case ReplyEvent.TakenOver taken -> {
        if (taken.fromStart()) {
          // The protocol can't take words back.
          String why = "the model broke off, and the reply would begin again; ask once more";
          throw new TruncatedStream(Failure.at(taken.model()).message(why).build());
        }
        model = taken.model().name();
        yield List.of();
      }
      case ReplyEvent.TextDelta text -> delta(text.choice(), "", said("content", text.text()));
      case ReplyEvent.RefusalDelta refusal ->
          delta(refusal.choice(), null, said("refusal", refusal.text()));
      case ReplyEvent.ReasoningDelta thought ->
          call.reasoningWanted()
              ? delta(thought.choice(), null, said("reasoning_content", thought.text()))
              : List.of();
      case ReplyEvent.ToolCallStarted tool -> delta(tool.choice(), null, started(tool));
      case ReplyEvent.ToolArgumentsDelta arguments ->
          delta(arguments.choice(), null, grown(arguments));
      case ReplyEvent.Finished finished -> end(finished.reply());
    };
  }

  private static Json.Obj said(String member, String text) {
    return Json.object().put(member, text).build();
  }

  private static Json.Obj started(ReplyEvent.ToolCallStarted tool) {
    Json.Obj function = Json.object().put("name", tool.name()).put("arguments", "").build();
    return calls(
        Json.object()
            .put("index", tool.index())
            .put("id", tool.id())
            .put("type", "function")
            .put("function", function));
  }

  private static Json.Obj grown(ReplyEvent.ToolArgumentsDelta arguments) {
    Json.Obj function = Json.object().put("arguments", arguments.text()).build();
    return calls(Json.object().put("index", arguments.index()).put("function", function));
  }

  private static Json.Obj calls(JsonObjectBuilder only) {
    return Json.object().put("tool_calls", List.of(only.build())).build();
  }

  /** The first chunk of an answer tells the role. */
  private List<Json.Obj> delta(
      int choice, @org.jspecify.annotations.Nullable String content, Json.Obj delta) {
    List<Json.Obj> chunks = new ArrayList<>(2);
    introduce(choice, content).ifPresent(chunks::add);
    chunks.add(chunk(choice, delta, Json.NULL, Json.NULL));
    return chunks;
  }

  private Optional<Json.Obj> introduce(
      int choice, @org.jspecify.annotations.Nullable String content) {
    if (!introduced.add(choice)) {
      return Optional.empty();
    }
    Json.Obj role =
        Json.object()
            .put("role", "assistant")
            .put("content", content == null ? Json.NULL : Json.of(content))
            .put("refusal", Json.NULL)
            .build();
    return Optional.of(chunk(choice, role, Json.NULL, Json.NULL));
  }

  private List<Json.Obj> end(ChatReply reply) {
    model = reply.model().name();
    List<Json.Obj> chunks = new ArrayList<>();
    List<Json.Obj> warnings = ChoiceWriter.warnings(call, reply);
    for (int i = 0; i < reply.choices().size(); i++) {
      ChatReply.Choice choice = reply.choices().get(i);
      introduce(i, "").ifPresent(chunks::add);
      Json.Obj besides =
          ChoiceWriter.besides(choice.parts(), reply).toBuilder()
              .putAll(states(choice.parts()))
              .build();
      Json logprobs = call.logprobsWanted() ? ChoiceWriter.logprobs(reply, i) : Json.NULL;
      Json.Obj last = chunk(i, besides, logprobs, Json.of(ChoiceWriter.finish(choice)));
      boolean first = i == 0 && !warnings.isEmpty();
      chunks.add(first ? last.toBuilder().put("warnings", warnings).build() : last);
    }
    if (call.usageWanted()) {
      UsageJson.of(reply.usage())
          .ifPresent(usage -> chunks.add(frame(List.of()).toBuilder().put("usage", usage).build()));
    }
    return chunks;
  }

  /** What a provider needs back with a tool call is known when the call is whole. */
  private static Json.Obj states(List<Part> parts) {
    List<Json.Obj> states = new ArrayList<>();
    int index = 0;
    for (Part part : parts) {
      if (part instanceof Part.ToolCall tool) {
        int at = index++;
        tool.state()
            .ifPresent(
                state ->
                    states.add(
                        Json.object()
                            .put("index", at)
                            .put("extra_content", ProviderStates.write(state))
                            .build()));
      }
    }
    return states.isEmpty() ? Json.Obj.EMPTY : Json.object().put("tool_calls", states).build();
  }

  private Json.Obj chunk(int choice, Json.Obj delta, Json logprobs, Json finish) {
    return frame(
        List.of(
            Json.object()
                .put("index", choice)
                .put("delta", delta)
                .put("logprobs", logprobs)
                .put("finish_reason", finish)
                .build()));
  }

  private Json.Obj frame(List<Json.Obj> choices) {
    JsonObjectBuilder chunk =
        Json.object()
            .put("id", id)
            .put("object", "chat.completion.chunk")
            .put("created", created)
            .put("model", model)
            .put("choices", choices);
    if (call.usageWanted()) {
      chunk.put("usage", Json.NULL);
    }
    return chunk.build();
  }
}
