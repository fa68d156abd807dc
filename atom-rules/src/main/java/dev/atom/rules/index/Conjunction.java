package dev.atom.rules.index;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fields that must each have one of some values, and tests that must hold besides.
 *
 * @param <S> what is known of an event
 * @param fields what each field may be; a field that may be anything is left out
 * @param residuals what no index can answer
 */
record Conjunction<S>(Map<Input<S>, Values> fields, List<Residual<S>> residuals) {

  /** Empty if nothing can meet both. */
  Optional<Conjunction<S>> and(Conjunction<S> other) {
    Map<Input<S>, Values> both = new LinkedHashMap<>(fields);
    for (Map.Entry<Input<S>, Values> field : other.fields.entrySet()) {
      Values values = both.merge(field.getKey(), field.getValue(), Values::and);
      if (values.isEmpty()) {
        return Optional.empty();
      }
    }
    return Optional.of(new Conjunction<>(both, joined(residuals, other.residuals)));
  }

  private static <R> List<R> joined(List<R> first, List<R> second) {
    if (second.isEmpty()) {
      return first;
    }
    List<R> all = new ArrayList<>(first);
    for (R one : second) {
      if (!all.contains(one)) {
        all.add(one);
      }
    }
    return all;
  }

  /** The only field it asks for; empty if there are more, none, or other tests. */
  Optional<Input<S>> only() {
    return fields.size() == 1 && residuals.isEmpty()
        ? Optional.of(fields.keySet().iterator().next())
        : Optional.empty();
  }
}
