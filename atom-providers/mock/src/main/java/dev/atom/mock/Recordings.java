package dev.atom.mock;

import dev.atom.json.Json;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The exchanges of a {@link ReplayServer} and how often each was played. Thread-safe. */
final class Recordings {
  private static final int MOST_DIFFERENCES = 8;

  private final List<Exchange> exchanges;
  private final Matching matching;
  private final int[] played;

  Recordings(List<Exchange> exchanges, Matching matching) {
    // A status below 200 is no answer; such a recording is of another protocol.
    this.exchanges = exchanges.stream().filter(e -> e.response().status() >= 200).toList();
    this.matching = matching;
    this.played = new int[this.exchanges.size()];
  }

  /** Of several that match, the first that was not played yet; so a retry gets the second recorded answer. */
  synchronized Optional<Exchange> find(ReceivedRequest asked) {
    int[] candidates =
        switch (matching) {
          case IN_ORDER -> indices(i -> played[i] == 0).limit(1).toArray();
          case BODY, PATH -> indices(i -> matches(exchanges.get(i), asked)).toArray();
        };
    if (candidates.length == 0) {
      return Optional.empty();
    }
    int last = candidates[candidates.length - 1];
    int next = Arrays.stream(candidates).filter(i -> played[i] == 0).findFirst().orElse(last);
    played[next]++;
    return Optional.of(exchanges.get(next));
  }

  synchronized List<String> unplayed() {
    return indices(i -> played[i] == 0).mapToObj(i -> exchanges.get(i).name()).toList();
  }

  private IntStream indices(IntPredicate which) {
    return IntStream.range(0, exchanges.size()).filter(which);
  }

  private boolean matches(Exchange exchange, ReceivedRequest asked) {
    return exchange.request().isPresent()
        && Differences.between(exchange.request().get(), asked, matching).none();
  }

  Exchange.Response noMatch(ReceivedRequest asked) {
    Map<String, List<String>> headers = Map.of("content-type", List.of("application/json"));
    Json.Obj error = Json.object().put("error", describe(asked)).build();
    return Exchange.Response.of(ReplayServer.NO_MATCH, headers, error.toPrettyString());
  }

  private Json.Obj describe(ReceivedRequest asked) {
    String what = asked.method() + " " + Redaction.path(asked.path());
    if (matching == Matching.IN_ORDER) {
      String message = "all " + exchanges.size() + " exchanges were played; no answer to " + what;
      return Json.object().put("type", "no_match").put("message", message).build();
    }
    Optional<Near> nearest =
        exchanges.stream()
            .filter(exchange -> exchange.request().isPresent())
            .map(
                exchange ->
                    new Near(
                        exchange, Differences.between(exchange.request().get(), asked, matching)))
            .min(Comparator.comparingInt(near -> near.differences().weight()));
    if (nearest.isEmpty()) {
      String message =
          "none of the " + exchanges.size() + " exchanges has a request; no answer to " + what;
      return Json.object().put("type", "no_match").put("message", message).build();
    }
    List<Json> differences =
        nearest.get().differences().found().stream().limit(MOST_DIFFERENCES).map(Json::of).toList();
    String name = nearest.get().exchange().name();
    return Json.object()
        .put("type", "no_match")
        .put("message", "no exchange matches " + what + "; the nearest is " + name)
        .put("nearest", name)
        .put("differences", differences)
        .build();
  }

  private record Near(Exchange exchange, Differences differences) {}
}
