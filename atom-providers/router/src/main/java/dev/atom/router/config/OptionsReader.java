package dev.atom.router.config;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Reads the options of a target, which go into each request that is sent there. */
final class OptionsReader {
  private final Field options;
  private final List<Consumer<ChatRequest.Builder>> changes = new ArrayList<>();

  private OptionsReader(Field options) {
    this.options = options;
  }

  static UnaryOperator<ChatRequest> read(Field field) {
    OptionsReader reader = new OptionsReader(field.shaped(Shape.OPTIONS));
    reader.readAll();
    List<Consumer<ChatRequest.Builder>> changes = List.copyOf(reader.changes);
    return request -> {
      ChatRequest.Builder builder = request.toBuilder();
      changes.forEach(change -> change.accept(builder));
      return builder.build();
    };
  }

  private void readAll() {
    options.get("max_output_tokens").ifPresent(this::longestReply);
    set("temperature", field -> field.number("0", "2"), ChatRequest.Builder::temperature);
    set("top_p", field -> field.number("0", "1"), ChatRequest.Builder::topP);
    options
        .get("stop")
        .ifPresent(
            field ->
                field.items(1).stream()
                    .map(Field::text)
                    .forEach(text -> changes.add(builder -> builder.stop(text))));
    set("reasoning_effort", Field::text, ChatRequest.Builder::reasoningEffort);
    set("reasoning_tokens", field -> field.count(0), ChatRequest.Builder::reasoningTokens);
    set("reasoning_shown", Field::flag, ChatRequest.Builder::reasoningShown);
    set("parallel_tools", Field::flag, ChatRequest.Builder::parallelTools);
    set("cache_key", Field::text, ChatRequest.Builder::cacheKey);
    options.get("extra").ifPresent(this::extra);
  }

  /** Never more than was asked for, as budgets reserve what the request says. */
  private void longestReply(Field field) {
    int most = field.count(1);
    changes.add(
        builder -> {
          int asked = builder.build().maxOutputTokens().orElse(most);
          builder.maxOutputTokens(Math.min(most, asked));
        });
  }

  private void extra(Field field) {
    field.entries();
    field.withoutSecrets();
    if (field.value() instanceof Json.Obj members) {
      changes.add(
          builder -> {
            JsonObjectBuilder merged = builder.build().extra().toBuilder();
            members.members().forEach(merged::put);
            builder.extra(merged.build());
          });
    }
  }

  private <T> void set(String name, Function<Field, T> reader, Setter<T> setter) {
    options
        .get(name)
        .map(reader)
        .ifPresent(value -> changes.add(builder -> setter.set(builder, value)));
  }

  /** Sets one option of a request. */
  private interface Setter<T> {
    ChatRequest.Builder set(ChatRequest.Builder builder, T value);
  }
}
