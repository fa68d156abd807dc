package dev.atom.router.config;

import dev.atom.limit.Fact;
import dev.atom.limit.LimitRule;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads limits. For use by one thread. */
final class LimitReader {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final ConfigParts parts;
  private final Set<String> names = new HashSet<>();

  LimitReader(ConfigParts parts) {
    this.parts = parts;
  }

  /**
   * What a document says of limits.
   *
   * @param rules the rules
   * @param waiting how many calls may wait
   * @param waitingPerTenant how many of them may be of one tenant
   * @param longestWait how long they wait at most
   */
  record Limits(List<LimitRule> rules, int waiting, int waitingPerTenant, Duration longestWait) {
    static final Limits NONE = new Limits(List.of(), 1_000, 250, Duration.ofMinutes(1));
  }

  Limits read(Field field) {
    field.shaped(Shape.LIMITS);
    if (parts.limiter().isEmpty()) {
      field.wrong(
          "the host has no limiter, so that nothing would be limited; take the limits out, or give it"
              + " one by ConfigParts.limiter");
    }
    List<LimitRule> rules =
        field
            .get("rules")
            .map(list -> list.items(0).stream().map(this::rule).flatMap(Optional::stream).toList())
            .orElse(List.of());
    Limits usual = Limits.NONE;
    return new Limits(
        rules,
        field.get("waiting").map(most -> most.count(0)).orElse(usual.waiting()),
        field.get("waiting_per_tenant").map(most -> most.count(0)).orElse(usual.waitingPerTenant()),
        field
            .get("longest_wait")
            .map(time -> time.time(Duration.ZERO, Field.YEAR))
            .orElse(usual.longestWait()));
  }

  private Optional<LimitRule> rule(Field field) {
    field.shaped(Shape.LIMIT);
    int mark = field.problems().mark();
    String name = field.get("name").map(this::name).orElse("?");
    long amount = amount(field, "amount").orElse(1L);
    String unit = field.get("unit").flatMap(units -> units.oneOf(parts.units())).orElse("?");
    LimitRule.Builder rule =
        perPeriod(field)
            ? periodic(field, name, amount, unit)
            : held(field, LimitRule.atOnce(name, amount, unit));
    field
        .get("by")
        .ifPresent(by -> by.items(1).forEach(f -> f.oneOf(Words.LIMIT_FACTS).ifPresent(rule::by)));
    field.get("only").ifPresent(only -> only(only, rule));
    field.get("tenants").ifPresent(tenants -> tenants(field, tenants, rule));
    field
        .get("exempt")
        .ifPresent(list -> list.items(0).forEach(tenant -> rule.exempt(tenant.text())));
    if (!field.isObject() || !field.problems().noneSince(mark)) {
      return Optional.empty();
    }
    return built(field, rule);
  }

  private static Optional<LimitRule> built(Field field, LimitRule.Builder rule) {
    try {
      return Optional.of(rule.build());
    } catch (IllegalArgumentException e) {
      field.wrong(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private String name(Field field) {
    String name = field.text();
    if (name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
      field.wrong("a limit's name has 1 to 100 characters, none of control");
      return "?";
    }
    field.distinct(name, names, "limits");
    return name;
  }

  private static Optional<Long> amount(Field field, String name) {
    return field.get(name).map(number -> number.whole(1, Long.MAX_VALUE));
  }

  /** Whether the rule counts per period; else at once. */
  private static boolean perPeriod(Field field) {
    boolean period = field.get("per").isPresent();
    Optional<Field> atOnce = field.get("at_once");
    boolean held = atOnce.map(Field::flag).orElse(false);
    if (field.isObject() && (period == held || (period && atOnce.isPresent()))) {
      field.wrong("a limit has either a period, such as \"per\": \"1m\", or \"at_once\": true");
    }
    return period;
  }

  private static LimitRule.Builder periodic(Field field, String name, long amount, String unit) {
    Duration period =
        field.get("per").map(per -> per.time(SHORTEST, Field.YEAR)).orElse(Field.YEAR);
    field.get("held_at_most").ifPresent(held -> held.wrong("a limit per period holds nothing"));
    LimitRule.Builder rule = LimitRule.rate(name, amount, unit, period);
    amount(field, "burst").ifPresent(rule::burst);
    return rule;
  }

  private static LimitRule.Builder held(Field field, LimitRule.Builder rule) {
    field.get("burst").ifPresent(burst -> burst.wrong("a limit of what runs at once has no burst"));
    field.get("held_at_most").ifPresent(time -> rule.heldAtMost(time.time(SHORTEST, Field.YEAR)));
    return rule;
  }

  private static void only(Field field, LimitRule.Builder rule) {
    field
        .entries()
        .forEach(
            (name, values) -> {
              Fact fact = Words.LIMIT_FACTS.get(name);
              if (fact == null) {
                field
                    .problems()
                    .unknown(
                        values.pointer(), "this fact is unknown", name, Words.LIMIT_FACTS.keySet());
              }
              Set<String> texts = new HashSet<>(values.texts());
              if (fact != null) {
                rule.only(fact, texts.toArray(new String[0]));
              }
            });
  }

  private static void tenants(Field rule, Field field, LimitRule.Builder builder) {
    for (Map.Entry<String, Field> entry : field.entries().entrySet()) {
      Field own = entry.getValue();
      if (!own.isObject()) {
        builder.tenant(entry.getKey(), own.whole(1, Long.MAX_VALUE));
        continue;
      }
      own.shaped(Shape.TENANT_LIMIT);
      long amount = amount(own, "amount").orElse(1L);
      Optional<Field> burst = own.get("burst");
      if (burst.isPresent() && rule.get("per").isEmpty()) {
        burst.get().wrong("a limit of what runs at once has no burst");
      } else if (burst.isPresent()) {
        builder.tenant(entry.getKey(), amount, burst.get().whole(1, Long.MAX_VALUE));
      } else {
        builder.tenant(entry.getKey(), amount);
      }
    }
  }
}
