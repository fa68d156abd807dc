package dev.atom.rules.index;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Fields that must each have one of some values, parts that fields must have, and tests that must hold
 * besides.
 *
 * @param <S> what is known of an event
 * @param fields what each field may be; a field that may be anything is left out
 * @param doubts the fields of which a text says nothing, so that the whole is to be tested
 * @param parts what is asked of the parts of fields
 * @param residuals what no index can answer
 */
record Conjunction<S>(
    Map<Input<S>, Values> fields,
    Set<Input<S>> doubts,
    List<Parts<S>> parts,
    List<Residual<S>> residuals) {

  static <S> Conjunction<S> always() {
    return new Conjunction<>(Map.of(), Set.of(), List.of(), List.of());
  }

  static <S> Conjunction<S> of(Input<S> field, Values values) {
    return new Conjunction<>(Map.of(field, values), Set.of(), List.of(), List.of());
  }

  static <S> Conjunction<S> of(Parts<S> parts) {
    return new Conjunction<>(Map.of(), Set.of(), List.of(parts), List.of());
  }

  static <S> Conjunction<S> of(Residual<S> test) {
    return new Conjunction<>(Map.of(), Set.of(), List.of(), List.of(test));
  }

  /** The same, in doubt where a field is a text. */
  Conjunction<S> doubting(Input<S> field) {
    return new Conjunction<>(fields, Set.of(field), parts, residuals);
  }

  /** Empty if nothing can meet all. */
  static <S> Optional<Conjunction<S>> and(List<Conjunction<S>> several) {
    if (several.size() == 1) {
      return Optional.of(several.getFirst());
    }
    Map<Input<S>, Values> fields = new LinkedHashMap<>();
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
    }
    Set<Input<S>> doubts = distinct(several, Conjunction::doubts);
    Set<Parts<S>> parts = distinct(several, Conjunction::parts);
    Set<Residual<S>> residuals = distinct(several, Conjunction::residuals);
    return Optional.of(
        new Conjunction<>(fields, doubts, List.copyOf(parts), List.copyOf(residuals)));
  }

  /** What any of several asks for, in their order; most ask for nothing. */
  private static <S, T> Set<T> distinct(
      List<Conjunction<S>> several, Function<Conjunction<S>, Collection<T>> asked) {
    Set<T> all = Set.of();
    for (Conjunction<S> one : several) {
      Collection<T> more = asked.apply(one);
      if (!more.isEmpty()) {
        all = all.isEmpty() ? new LinkedHashSet<>() : all;
        all.addAll(more);
      }
    }
    return all;
  }

  /** The only field it asks for; empty if there are more, none, or other tests. */
  Optional<Input<S>> only() {
    return fields.size() == 1 && doubts.isEmpty() && parts.isEmpty() && residuals.isEmpty()
        ? Optional.of(fields.keySet().iterator().next())
        : Optional.empty();
  }
}
