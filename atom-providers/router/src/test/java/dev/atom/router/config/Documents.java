package dev.atom.router.config;

import dev.atom.budget.MemoryBudgetStore;
import dev.atom.cache.CacheBounds;
import dev.atom.cache.MemoryCacheStore;
import dev.atom.json.Json;
import dev.atom.limit.Limiter;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.SequentialIds;
import dev.atom.model.ModelRef;
import dev.atom.router.cache.ReplyCache;
import dev.atom.router.policy.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Documents and the host's parts that they are read with. */
final class Documents {
  private Documents() {}

  static Json resource(String name) {
    try (InputStream in = Documents.class.getResourceAsStream(name)) {
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Json complete() {
    return resource("complete.json");
  }

  static MockModel model(String provider, String name) {
    return MockModel.newBuilder()
        .model(new ModelRef(provider, name))
        .otherwise(request -> MockReply.text("by " + provider))
        .build();
  }

  /** All that the complete document calls by name. */
  static ConfigParts.Builder parts() {
    return ConfigParts.newBuilder()
        .client("openai", model("openai", "gpt-6-luna"))
        .client("azure-west", model("azure", "gpt-4o"))
        .clients("one-each", name -> model("one-each", name))
        .policy("spread", Policy.order())
        .condition("office hours", facts -> true)
        .change("polite", request -> request)
        .cache(
            "replies",
            ReplyCache.newBuilder(MemoryCacheStore.create(Clock.systemUTC(), CacheBounds.DEFAULT))
                .build())
        .limiter(Limiter.newBuilder().build())
        .budgets(MemoryBudgetStore.create(Clock.systemUTC()), SequentialIds.of("r"), warning -> {});
  }

  /** The document with another value at a place; empty takes it out. */
  static Json with(Json document, String pointer, Optional<Json> value) {
    if (pointer.isEmpty()) {
      return value.orElse(Json.NULL);
    }
    int slash = pointer.indexOf('/', 1);
    String step = pointer.substring(1, slash < 0 ? pointer.length() : slash).replace("~1", "/");
    String rest = slash < 0 ? "" : pointer.substring(slash);
    if (document instanceof Json.Arr array) {
      List<Json> items = new ArrayList<>(array.items());
      int index = step.equals("-") ? items.size() : Integer.parseInt(step);
      Json old = index < items.size() ? items.get(index) : Json.NULL;
      Optional<Json> changed = rest.isEmpty() ? value : Optional.of(with(old, rest, value));
      if (index < items.size()) {
        items.remove(index);
      }
      changed.ifPresent(item -> items.add(index, item));
      return Json.array(items);
    }
    Map<String, Json> members = new LinkedHashMap<>(((Json.Obj) document).members());
    Json old = members.getOrDefault(step, Json.Obj.EMPTY);
    Optional<Json> changed = rest.isEmpty() ? value : Optional.of(with(old, rest, value));
    changed.ifPresentOrElse(item -> members.put(step, item), () -> members.remove(step));
    return new Json.Obj(members);
  }
}
