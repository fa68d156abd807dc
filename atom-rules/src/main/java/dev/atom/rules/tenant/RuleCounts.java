package dev.atom.rules.tenant;

import dev.atom.json.Json;
import dev.atom.rules.Rule;
import dev.atom.store.Append;
import dev.atom.store.Event;
import dev.atom.store.EventRange;
import dev.atom.store.NewEvent;
import dev.atom.store.Store;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import dev.atom.store.VersionConflict;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often rules have fired and limits were exceeded: counted in memory, added to the store's totals
 * from time to time. Thread-safe.
 */
final class RuleCounts {
  private static final String KIND = "rules.counts";
  private static final int TRIES = 50;
  private static final long MINUTE = 60_000;

  private final Store store;
  private final ConcurrentHashMap<String, Pending> pending = new ConcurrentHashMap<>();

  RuleCounts(Store store) {
    this.store = store;
  }

  /** Guarded by the map's compute. */
  private static final class Pending {
    final Map<String, RuleCount> rules = new HashMap<>();
    final Map<Breach.Limit, Long> breaches = new EnumMap<>(Breach.Limit.class);
    long minute;
    int fired;

    boolean nothing() {
      return rules.isEmpty() && breaches.isEmpty();
    }
  }

  /** Counts rules that fire; gives back how many would have in this minute if that is too many. */
  Optional<Breach> fired(String tenant, List<Rule> rules, Instant now, int most) {
    long[] found = new long[1];
    pending.compute(
        tenant,
        (name, known) -> {
          Pending counts = known == null ? new Pending() : known;
          long minute = Math.floorDiv(now.toEpochMilli(), MINUTE);
          if (minute != counts.minute) {
            counts.minute = minute;
            counts.fired = 0;
          }
          found[0] = (long) counts.fired + rules.size();
          if (found[0] <= most) {
            counts.fired += rules.size();
            RuleCount once = new RuleCount(1, 0, now);
            rules.forEach(rule -> counts.rules.merge(rule.id(), once, RuleCount::plus));
          }
          return counts;
        });
    return found[0] <= most
        ? Optional.empty()
        : Optional.of(new Breach(Breach.Limit.FIRINGS, most, found[0]));
  }

  void breached(String tenant, Breach.Limit limit) {
    pending.compute(
        tenant,
        (name, known) -> {
          Pending counts = known == null ? new Pending() : known;
          counts.breaches.merge(limit, 1L, Long::sum);
          return counts;
        });
  }

  /** Counts an evaluation that was ended at a rule. */
  void exceeded(String tenant, String rule, Instant now) {
    pending.compute(
        tenant,
        (name, known) -> {
          Pending counts = known == null ? new Pending() : known;
          counts.rules.merge(rule, new RuleCount(0, 1, now), RuleCount::plus);
          return counts;
        });
  }

  /** The totals of a tenant: what is stored and what this host has not stored yet. */
  Totals totals(String tenant) {
    Totals totals = stored(tenant).totals();
    pending.computeIfPresent(
        tenant,
        (name, counts) -> {
          add(counts.rules, counts.breaches, totals);
          return counts;
        });
    return totals;
  }

  record Totals(Map<String, RuleCount> rules, Map<Breach.Limit, Long> breaches) {}

  private record Stored(long version, Totals totals) {}

  private static void add(
      Map<String, RuleCount> rules, Map<Breach.Limit, Long> breaches, Totals to) {
    rules.forEach((id, count) -> to.rules().merge(id, count, RuleCount::plus));
    breaches.forEach((limit, count) -> to.breaches().merge(limit, count, Long::sum));
  }

  void flush() {
    pending.keySet().forEach(this::flush);
  }

  private void flush(String tenant) {
    Totals taken = new Totals(new HashMap<>(), new EnumMap<>(Breach.Limit.class));
    pending.computeIfPresent(
        tenant,
        (name, counts) -> {
          add(counts.rules, counts.breaches, taken);
          counts.rules.clear();
          counts.breaches.clear();
          return counts;
        });
    if (taken.rules().isEmpty() && taken.breaches().isEmpty()) {
      return;
    }
    try {
      store(tenant, taken);
    } catch (StoreException e) {
      giveBack(tenant, taken);
      throw e;
    }
  }

  private void giveBack(String tenant, Totals taken) {
    pending.compute(
        tenant,
        (name, known) -> {
          Pending counts = known == null ? new Pending() : known;
          add(taken.rules(), taken.breaches(), new Totals(counts.rules, counts.breaches));
          return counts;
        });
  }

  private void store(String tenant, Totals more) {
    for (int i = 1; ; i++) {
      Stored stored = stored(tenant);
      add(more.rules(), more.breaches(), stored.totals());
      Json.Obj data = write(stored.totals());
      try {
        store.append(
            Append.to(subject(tenant))
                .expect(stored.version())
                .event(new NewEvent("rules_counted", data, "atom", Optional.empty()))
                .forget(Long.MAX_VALUE)
                .build());
        return;
      } catch (VersionConflict e) {
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }

  private static Json.Obj write(Totals totals) {
    var rules = Json.object();
    totals
        .rules()
        .forEach(
            (id, count) ->
                rules.put(
                    id,
                    Json.object()
                        .put("fired", count.fired())
                        .put("exceeded", count.exceeded())
                        .put("last", count.last().toString())
                        .build()));
    var breaches = Json.object();
    totals.breaches().forEach((limit, count) -> breaches.put(limit.name(), count));
    return Json.object().put("rules", rules.build()).put("breaches", breaches.build()).build();
  }

  private Stored stored(String tenant) {
    List<Event> last = store.read(subject(tenant), EventRange.last(1));
    Totals totals = new Totals(new HashMap<>(), new EnumMap<>(Breach.Limit.class));
    if (last.isEmpty()) {
      return new Stored(0, totals);
    }
    Json.Obj data = last.getFirst().data();
    members(data, "rules")
        .forEach(
            (id, count) -> {
              Json.Obj object = (Json.Obj) count;
              totals
                  .rules()
                  .put(
                      id,
                      new RuleCount(
                          whole(object.get("fired").orElseThrow()),
                          whole(object.get("exceeded").orElseThrow()),
                          Instant.parse(object.text("last").orElseThrow())));
            });
    members(data, "breaches")
        .forEach((name, count) -> totals.breaches().put(Breach.Limit.valueOf(name), whole(count)));
    return new Stored(last.getFirst().version(), totals);
  }

  private static Map<String, Json> members(Json.Obj data, String name) {
    return data.get(name).orElse(Json.NULL) instanceof Json.Obj object
        ? object.members()
        : Map.of();
  }

  private static long whole(Json number) {
    BigDecimal value = ((Json.Num) number).value();
    return value.longValueExact();
  }

  /** Lets go of a tenant of which nothing is left to store; a minute's firings are kept. */
  void forget(String tenant, Instant now) {
    pending.computeIfPresent(
        tenant,
        (name, counts) ->
            counts.nothing() && Math.floorDiv(now.toEpochMilli(), MINUTE) != counts.minute
                ? null
                : counts);
  }

  private static Subject subject(String tenant) {
    return new Subject(tenant, KIND, KIND);
  }
}
