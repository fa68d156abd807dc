package dev.atom.router.config;

import dev.atom.budget.Budget;
import dev.atom.budget.BudgetPeriod;
import dev.atom.limit.Fact;
import dev.atom.model.Capability;
import dev.atom.router.MidStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** The constants that a document names, in lower case. */
final class Words {
  static final Map<String, MidStream> MID_STREAM = of(MidStream.values(), all -> true);
  static final Map<String, Capability> CAPABILITIES = of(Capability.values(), Capability::ofChat);
  static final Map<String, Fact> LIMIT_FACTS = of(Fact.values(), all -> true);
  static final Map<String, BudgetPeriod.Unit> UNITS = of(BudgetPeriod.Unit.values(), all -> true);
  static final Map<String, Budget.Lapse> LAPSE = of(Budget.Lapse.values(), all -> true);

  private Words() {}

  private static <E extends Enum<E>> Map<String, E> of(E[] constants, Predicate<E> meant) {
    Map<String, E> names = new LinkedHashMap<>();
    Arrays.stream(constants)
        .filter(meant)
        .forEach(constant -> names.put(constant.name().toLowerCase(Locale.ROOT), constant));
    return names;
  }
}
