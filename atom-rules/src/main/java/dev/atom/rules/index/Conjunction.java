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

  /** Empty if nothing can meet all. */
  static <S> Optional<Conjunction<S>> and(List<Conjunction<S>> several) {
    Map<Input<S>, Values> fields = new LinkedHashMap<>();
    List<Residual<S>> residuals = new ArrayList<>();
    for (Conjunction<S> one : several) {
      for (Map.Entry<Input<S>, Values> field : one.fields.entrySet()) {
        Values before = fields.putIfAbsent(field.getKey(), field.getValue());
        if (before != null) {
          Values both = before.and(field.getValue());
          if (both.isEmpty()) {
            return Optional.empty();
          }
          fields.put(field.getKey(), both);
        }
      }
      for (Residual<S> residual : one.residuals) {
        if (!residuals.contains(residual)) {
          residuals.add(residual);
        }
      }
    }
    return Optional.of(new Conjunction<>(fields, List.copyOf(residuals)));
  }

  /** The only field it asks for; empty if there are more, none, or other tests. */
  Optional<Input<S>> only() {
    return fields.size() == 1 && residuals.isEmpty()
        ? Optional.of(fields.keySet().iterator().next())
        : Optional.empty();
  }
}
