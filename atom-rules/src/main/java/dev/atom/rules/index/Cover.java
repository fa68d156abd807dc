package dev.atom.rules.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A condition in disjunctive normal form: it holds if one of the conjunctions does. Where that would
 * take more than {@value #MOST} of them, the cover is wider than the condition, which is then to be
 * tested as a whole wherever its cover holds. Immutable and thread-safe.
 *
 * @param <S> what is known of an event
 */
public final class Cover<S> {
  /** How many conjunctions a condition becomes at most. */
  static final int MOST = 16;

  /** How many texts and numbers a field of one conjunction may name; above, it is not indexed. */
  private static final int LARGEST = 4_096;

  private final List<Conjunction<S>> any;
  private final boolean exact;

  private Cover(List<Conjunction<S>> any, boolean exact) {
    this.any = List.copyOf(any);
    this.exact = exact;
  }

  /**
   * Returns the condition that always holds.
   *
   * @param <S> what is known of an event
   * @return one conjunction without any demand
   */
  public static <S> Cover<S> always() {
    return new Cover<>(List.of(Conjunction.always()), true);
  }

  /**
   * Returns the condition that never holds.
   *
   * @param <S> what is known of an event
   * @return no conjunction
   */
  public static <S> Cover<S> never() {
    return new Cover<>(List.of(), true);
  }

  /**
   * Returns a condition on one field.
   *
   * @param field the field
   * @param values what it may be
   * @param <S> what is known of an event
   * @return the condition
   */
  public static <S> Cover<S> of(Input<S> field, Values values) {
    if (values.isAll() || values.isEmpty()) {
      return values.isAll() ? always() : never();
    }
    if (values.size() > LARGEST) {
      return Cover.<S>always().wider();
    }
    return new Cover<>(List.of(Conjunction.of(field, values)), true);
  }

  /**
   * Returns a condition on one field, of which a text says nothing: where it is one, the whole of
   * what the condition is part of is tested.
   *
   * @param field the field
   * @param values what else it may be
   * @param <S> what is known of an event
   * @return the condition
   */
  public static <S> Cover<S> ofOtherThanText(Input<S> field, Values values) {
    Conjunction<S> one = Conjunction.of(field, values.or(Values.TEXTS));
    return new Cover<>(List.of(one.doubting(field)), true);
  }

  /**
   * Returns a condition on the parts of a field.
   *
   * @param parts what is asked of them
   * @param <S> what is known of an event
   * @return the condition
   */
  public static <S> Cover<S> of(Parts<S> parts) {
    return new Cover<>(List.of(Conjunction.of(parts)), true);
  }

  /**
   * Returns a condition that no index can answer.
   *
   * @param test the test
   * @param <S> what is known of an event
   * @return the condition
   */
  public static <S> Cover<S> of(Residual<S> test) {
    return new Cover<>(List.of(Conjunction.of(test)), true);
  }

  /**
   * Returns this cover as one that is wider than its condition.
   *
   * @return the same conjunctions, each to be followed by a test of the whole condition
   */
  public Cover<S> wider() {
    return new Cover<>(any, false);
  }

  /**
   * Returns this cover as what a condition needs that is tested besides.
   *
   * @return the same conjunctions
   */
  public Cover<S> needed() {
    return new Cover<>(any, true);
  }

  /**
   * Tells whether the cover says all that the condition does.
   *
   * @return false if the whole is to be tested where it holds
   */
  public boolean isExact() {
    return exact;
  }

  List<Conjunction<S>> conjunctions() {
    return any;
  }

  /**
   * Returns that both hold.
   *
   * @param other the other condition
   * @return a condition, or one that is wider
   */
  public Cover<S> and(Cover<S> other) {
    if (any.isEmpty() || other.any.isEmpty()) {
      return never();
    }
    if (any.size() * other.any.size() > MOST) {
      return any.size() > other.any.size() ? hull().and(other) : and(other.hull());
    }
    List<Conjunction<S>> both = new ArrayList<>();
    for (Conjunction<S> here : any) {
      for (Conjunction<S> there : other.any) {
        Conjunction.and(List.of(here, there)).ifPresent(both::add);
      }
    }
    return new Cover<>(both, exact && other.exact);
  }

  /**
   * Returns that all hold.
   *
   * @param covers the conditions
   * @param <S> what is known of an event
   * @return a condition, or one that is wider
   */
  public static <S> Cover<S> and(List<Cover<S>> covers) {
    if (covers.isEmpty()) {
      return always();
    }
    List<Conjunction<S>> single = new ArrayList<>(covers.size());
    boolean exact = true;
    for (Cover<S> cover : covers) {
      exact &= cover.exact;
      if (cover.any.size() == 1) {
        single.add(cover.any.getFirst());
      }
    }
    if (single.size() == covers.size()) {
      Optional<Conjunction<S>> both = Conjunction.and(single);
      return both.isPresent() ? new Cover<>(List.of(both.get()), exact) : never();
    }
    Cover<S> all = covers.getFirst();
    for (Cover<S> cover : covers.subList(1, covers.size())) {
      all = all.and(cover);
    }
    return all;
  }

  /**
   * Returns that at least one holds.
   *
   * @param covers the conditions
   * @param <S> what is known of an event
   * @return a condition, or one that is wider
   */
  public static <S> Cover<S> or(List<Cover<S>> covers) {
    Map<Input<S>, Values> single = new LinkedHashMap<>();
    List<Conjunction<S>> all = new ArrayList<>();
    boolean exact = true;
    for (Cover<S> cover : covers) {
      exact &= cover.exact;
      for (Conjunction<S> one : cover.any) {
        if (one.equals(Conjunction.<S>always())) {
          return new Cover<>(List.of(one), covers.stream().allMatch(Cover::isExact));
        }
        if (one.only().isPresent()) {
          Input<S> field = one.only().get();
          Values before = single.getOrDefault(field, Values.NONE);
          if (before.size() <= LARGEST) {
            single.put(field, before.or(one.fields().values().iterator().next()));
          }
        } else {
          all.add(one);
        }
      }
    }
    for (Map.Entry<Input<S>, Values> field : single.entrySet()) {
      Cover<S> cover = of(field.getKey(), field.getValue());
      exact &= cover.exact;
      all.addAll(cover.any);
    }
    Cover<S> union = new Cover<>(all, exact);
    return all.size() > MOST ? union.hull() : union;
  }

  /** One conjunction that holds wherever one of these does. */
  private Cover<S> hull() {
    Map<Input<S>, Values> common = new HashMap<>(any.getFirst().fields());
    for (Conjunction<S> other : any.subList(1, any.size())) {
      common.replaceAll(
          (field, values) ->
              values.size() > LARGEST
                  ? values
                  : values.or(other.fields().getOrDefault(field, Values.ALL)));
    }
    common.values().removeIf(values -> values.size() > LARGEST || values.isAll());
    return new Cover<>(List.of(new Conjunction<>(common, Set.of(), List.of(), List.of())), false);
  }
}
