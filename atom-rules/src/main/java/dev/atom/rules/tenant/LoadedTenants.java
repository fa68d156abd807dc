package dev.atom.rules.tenant;

import dev.atom.json.Json;
import dev.atom.rules.GroupMode;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleLimits;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import dev.atom.store.VersionConflict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rule sets of tenants that are in memory. Thread-safe; who evaluates takes no lock. */
final class LoadedTenants {
  private static final int TRIES = 20;

  private final Clock clock;
  private final RuleStream stream;
  private final Function<String, RuleVocabulary> vocabulary;
  private final Function<String, TenantLimits> limits;
  private final Duration refresh;
  private final Duration idle;
  private final int capacity;
  private final boolean ticking;
  private final ConcurrentHashMap<String, Tenant> tenants = new ConcurrentHashMap<>();

  LoadedTenants(TenantRules.Builder builder, RuleStream stream) {
    this.clock = builder.clock;
    this.stream = stream;
    this.vocabulary = builder.vocabulary;
    this.limits = builder.limits;
    this.refresh = builder.refresh;
    this.idle = builder.idle;
    this.capacity = builder.capacity;
    this.ticking = builder.ticks.isPresent();
  }

  /** One tenant; the lock guards loading and editing. */
  private static final class Tenant {
    final ReentrantLock lock = new ReentrantLock();
    volatile @Nullable TenantRuleSet set;
    volatile Instant looked = Instant.MIN;
    volatile Instant used = Instant.MIN;
  }

  int size() {
    return tenants.size();
  }

  TenantRuleSet current(String name) {
    Instant now = clock.instant();
    Tenant tenant = tenants.computeIfAbsent(name, key -> new Tenant());
    tenant.used = now;
    TenantRuleSet set = tenant.set;
    if (set != null && now.isBefore(tenant.looked.plus(refresh))) {
      return set;
    }
    if (set == null) {
      tenant.lock.lock();
    } else if (!tenant.lock.tryLock()) {
      return set; // somebody else is looking
    }
    try {
      return look(name, tenant, now);
    } finally {
      tenant.lock.unlock();
      if (set == null) {
        crowded(now);
      }
    }
  }

  /** Reads again if there is a newer version. Holds the lock. */
  private TenantRuleSet look(String name, Tenant tenant, Instant now) {
    TenantRuleSet set = tenant.set;
    if (set == null || stream.version(name) != set.version()) {
      set = make(name, stream.read(name));
      tenant.set = set;
    }
    tenant.looked = now;
    return set;
  }

  TenantRuleSet at(String name, long version) {
    RuleStream.Documents documents = stream.read(name, version);
    if (documents.version != version) {
      throw new IllegalArgumentException(
          "the rules of \""
              + name
              + "\" have no version "
              + version
              + "; the last is "
              + documents.version);
    }
    return make(name, documents);
  }

  /** What can't be used any more is left out, so that one rule never silences the others. */
  private TenantRuleSet make(String name, RuleStream.Documents documents) {
    Map<String, List<InvalidRules.Problem>> broken = new HashMap<>();
    RuleVocabulary words = vocabulary.apply(name);
    RuleLimits most = limits(name, documents.rules.size());
    Map<String, Json> rules = new LinkedHashMap<>(documents.rules);
    while (true) {
      Json document =
          Json.object()
              .put("rules", List.copyOf(rules.values()))
              .put("groups", new Json.Obj(documents.groups))
              .build();
      try {
        return new TenantRuleSet(documents.version, RuleSet.parse(document, words, most), broken);
      } catch (InvalidRules e) {
        Map<String, List<InvalidRules.Problem>> found = new HashMap<>();
        e.problems().forEach(p -> found.computeIfAbsent(p.rule(), id -> new ArrayList<>()).add(p));
        if (!rules.keySet().removeAll(found.keySet())) {
          throw e;
        }
        broken.putAll(found);
      }
    }
  }

  /** Limits hold for what is saved; what was saved before they were lowered stays in use. */
  private RuleLimits limits(String name, int rules) {
    RuleLimits most = limits.apply(name).rules();
    return most.rules(Math.max(most.rules(), rules));
  }

  EditOutcome edit(String name, RuleEdit edit) {
    Tenant tenant = tenants.computeIfAbsent(name, key -> new Tenant());
    tenant.lock.lock();
    try {
      for (int i = 1; ; i++) {
        Instant now = clock.instant();
        tenant.used = now;
        TenantRuleSet set = look(name, tenant, now);
        try {
          return edit(name, tenant, set, edit);
        } catch (VersionConflict e) {
          if (i == TRIES) {
            throw e;
          }
        }
      }
    } finally {
      tenant.lock.unlock();
    }
  }

  private EditOutcome edit(String name, Tenant tenant, TenantRuleSet set, RuleEdit edit) {
    if (edit.expected().isPresent() && edit.expected().getAsLong() != set.version()) {
      return new EditOutcome.Conflict(set.version());
    }
    try {
      return save(name, tenant, set, edit, changed(name, set, edit));
    } catch (InvalidRules e) {
      return new EditOutcome.Refused(e);
    }
  }

  private EditOutcome save(
      String name, Tenant tenant, TenantRuleSet set, RuleEdit edit, RuleSet next) {
    RuleDiff diff = diff(set, next, edit);
    Set<String> touched = new HashSet<>(edit.removed());
    edit.put().forEach(rule -> touched.add(rule.id()));
    boolean mends = touched.removeAll(set.broken().keySet());
    if (diff.isEmpty() && !mends) {
      return new EditOutcome.Unchanged(set.version());
    }
    long version =
        stream.append(
            name,
            set.version(),
            edit,
            append -> {
              if (ticking) {
                RuleTimers.schedules(append, set.rules(), next, clock.instant());
              }
            });
    // A rule that was broken has its old place, which only the stream knows.
    tenant.set =
        mends ? make(name, stream.read(name)) : new TenantRuleSet(version, next, set.broken());
    show(name, tenant, version);
    return new EditOutcome.Saved(version, diff);
  }

  /** Events from now on see the edit, even if the tenant was let go meanwhile. */
  private void show(String name, Tenant edited, long version) {
    tenants.compute(
        name,
        (key, there) -> {
          TenantRuleSet set = there == null ? null : there.set;
          return set == null || set.version() < version ? edited : there;
        });
  }

  private RuleSet changed(String name, TenantRuleSet set, RuleEdit edit) {
    RuleSet next = set.rules();
    for (String id : edit.removed()) {
      next = next.without(id);
    }
    int longest = limits.apply(name).rules().characters();
    for (Rule rule : edit.put()) {
      requireShort(rule, longest);
      next = next.with(rule);
    }
    return edit.groups().isEmpty() ? next : regrouped(name, next, edit);
  }

  private static void requireShort(Rule rule, int longest) {
    int length = rule.toString().length();
    if (length > longest) {
      throw new InvalidRules(
          List.of(
              new InvalidRules.Problem(
                  rule.id(),
                  "",
                  InvalidRules.Kind.LIMIT_EXCEEDED,
                  "the rule has " + length + " characters; at most " + longest)));
    }
  }

  /** How a rule's group fires is part of every rule of it, so all are compiled anew. */
  private RuleSet regrouped(String name, RuleSet rules, RuleEdit edit) {
    Map<String, GroupMode> groups = new LinkedHashMap<>(rules.groups());
    edit.groups()
        .forEach(
            (group, mode) ->
                mode.ifPresentOrElse(m -> groups.put(group, m), () -> groups.remove(group)));
    Json document =
        Json.object()
            .put("rules", rules.rules().stream().map(Rule::toJson).toList())
            .put("groups", modes(groups))
            .build();
    return RuleSet.parse(document, vocabulary.apply(name), limits(name, rules.rules().size()));
  }

  private static Json.Obj modes(Map<String, GroupMode> groups) {
    var modes = Json.object();
    groups.forEach((group, mode) -> modes.put(group, mode.jsonName()));
    return modes.build();
  }

  /** Only what the edit speaks of can differ. */
  private static RuleDiff diff(TenantRuleSet set, RuleSet next, RuleEdit edit) {
    List<Rule> before = new ArrayList<>();
    edit.removed().forEach(id -> set.rules().rule(id).ifPresent(before::add));
    edit.put().forEach(rule -> set.rules().rule(rule.id()).ifPresent(before::add));
    return RuleDiff.between(before, edit.put(), set.rules().groups(), next.groups());
  }

  /** The edit that leads back to a version. */
  RuleEdit back(String name, long version, String author) {
    RuleSet then = at(name, version).rules();
    TenantRuleSet now = current(name);
    RuleEdit.Builder edit =
        RuleEdit.by(author).expect(now.version()).comment("back to version " + version);
    Set<String> kept = new HashSet<>();
    for (Rule rule : then.rules()) {
      kept.add(rule.id());
      if (!now.rules().rule(rule.id()).equals(Optional.of(rule))) {
        edit.put(rule);
      }
    }
    now.rules().rules().stream()
        .map(Rule::id)
        .filter(id -> !kept.contains(id))
        .forEach(edit::remove);
    now.rules().groups().keySet().forEach(edit::noGroup);
    then.groups().forEach(edit::group);
    return edit.build();
  }

  /** Lets go of idle tenants, and of those beyond the capacity; gives back which. */
  List<String> evict(Instant now) {
    List<String> evicted = new ArrayList<>();
    tenants.forEach(
        (name, tenant) -> {
          if (!now.isBefore(tenant.used.plus(idle)) && !tenant.lock.isLocked()) {
            tenants.remove(name, tenant);
            evicted.add(name);
          }
        });
    int beyond = tenants.size() - capacity;
    if (beyond > 0) {
      record Used(String name, Instant at) {}
      tenants.entrySet().stream()
          .map(entry -> new Used(entry.getKey(), entry.getValue().used))
          .sorted(Comparator.comparing(Used::at))
          .limit(beyond)
          .forEach(
              used -> {
                tenants.remove(used.name());
                evicted.add(used.name());
              });
    }
    return evicted;
  }

  private void crowded(Instant now) {
    if (tenants.size() > capacity + capacity / 10) {
      evict(now);
    }
  }
}
