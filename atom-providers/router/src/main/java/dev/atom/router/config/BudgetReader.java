package dev.atom.router.config;

import dev.atom.budget.Budget;
import dev.atom.budget.BudgetPeriod;
import dev.atom.budget.Fact;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads budgets. For use by one thread. */
final class BudgetReader {
  private static final String BILLION = "1000000000";
  private static final String TAG = "tag:";
  private static final Map<String, Fact> FACTS = new LinkedHashMap<>();
  private static final Map<String, BudgetPeriod> TOTAL = Map.of("total", BudgetPeriod.total());

  static {
    for (Fact fact : List.of(Fact.TENANT, Fact.USER, Fact.ROUTE, Fact.PROVIDER)) {
      FACTS.put(fact.name(), fact);
    }
  }

  private final ConfigParts parts;
  private final Set<String> names = new HashSet<>();

  BudgetReader(ConfigParts parts) {
    this.parts = parts;
  }

  /**
   * What a document says of budgets.
   *
   * @param amounts the budgets
   * @param lease how long a reservation holds without a settlement
   */
  record All(List<Budget> amounts, Duration lease) {
    static final All NONE = new All(List.of(), Duration.ofMinutes(15));
  }

  All read(Field field) {
    field.shaped(Shape.BUDGETS);
    if (parts.budgets().isEmpty()) {
      field.wrong(
          "the host has no store of budgets, so that none would hold; take the budgets out, or give it"
              + " one by ConfigParts.budgets");
    }
    List<Budget> amounts =
        field
            .get("amounts")
            .map(
                list -> list.items(0).stream().map(this::budget).flatMap(Optional::stream).toList())
            .orElse(List.of());
    Duration lease =
        field
            .get("lease")
            .map(time -> time.time(Duration.ofSeconds(1), Duration.ofDays(1)))
            .orElse(All.NONE.lease());
    return new All(amounts, lease);
  }

  private Optional<Budget> budget(Field field) {
    field.shaped(Shape.BUDGET);
    int mark = field.problems().mark();
    String name = field.get("name").map(this::name).orElse("?");
    BigDecimal usd = field.get("usd").map(BudgetReader::usd).orElse(BigDecimal.ZERO);
    BudgetPeriod period =
        field.get("period").map(BudgetReader::period).orElse(BudgetPeriod.total());
    Budget.Builder budget = Budget.newBuilder(name, usd, period);
    field
        .get("per")
        .ifPresent(
            per -> per.items(1).forEach(item -> fact(item, item.text()).ifPresent(budget::per)));
    field
        .get("only")
        .ifPresent(
            only ->
                only.entries()
                    .forEach(
                        (fact, value) -> {
                          String text = value.text();
                          fact(value, fact).ifPresent(known -> budget.only(known, text));
                        }));
    field.get("lapse").flatMap(lapse -> lapse.oneOf(Words.LAPSE)).ifPresent(budget::lapse);
    field.get("unpriced").ifPresent(unpriced -> budget.unpriced(usd(unpriced)));
    field.get("warn_at").ifPresent(percents -> budget.warnAt(percents(percents)));
    return field.isObject() && field.problems().noneSince(mark)
        ? Optional.of(budget.build())
        : Optional.empty();
  }

  private String name(Field field) {
    String name = field.text();
    if (name.length() > 200 || name.indexOf(0) >= 0) {
      field.wrong("a budget's name has 1 to 200 characters, none NUL");
      return "?";
    }
    field.distinct(name, names, "budgets");
    return name;
  }

  private static BigDecimal usd(Field field) {
    return field.amount("0", BILLION);
  }

  private static int[] percents(Field field) {
    return field.items(0).stream().mapToInt(item -> (int) item.whole(1, 1000)).toArray();
  }

  private static Optional<Fact> fact(Field field, String name) {
    if (name.startsWith(TAG) && name.length() > TAG.length()) {
      return Optional.of(new Fact(name));
    }
    Fact fact = FACTS.get(name);
    if (fact == null) {
      Set<String> known = new LinkedHashSet<>(FACTS.keySet());
      known.add("tag:<name>");
      field
          .problems()
          .unknown(field.pointer(), "the fact " + Names.shown(name) + " is unknown", name, known);
    }
    return Optional.ofNullable(fact);
  }

  private static BudgetPeriod period(Field field) {
    if (!field.isObject()) {
      return field.oneOf(TOTAL).orElse(BudgetPeriod.total());
    }
    field.shaped(Shape.PERIOD);
    Optional<Field> every = field.get("every");
    Optional<Field> rolling = field.get("rolling");
    if (every.isPresent() == rolling.isPresent()
        || every.isPresent() != field.get("zone").isPresent()) {
      field.wrong(
          "a period is \"total\", or has \"every\" (day, week, month) and \"zone\", or has"
              + " \"rolling\", such as 24h");
      return BudgetPeriod.total();
    }
    if (rolling.isPresent()) {
      return BudgetPeriod.rolling(rolling.get().time(Duration.ofMinutes(1), Field.YEAR));
    }
    ZoneId zone = field.get("zone").map(Field::zone).orElse(ZoneOffset.UTC);
    return every
        .flatMap(unit -> unit.oneOf(Words.UNITS))
        .<BudgetPeriod>map(unit -> new BudgetPeriod.Calendar(unit, zone))
        .orElse(BudgetPeriod.total());
  }
}
