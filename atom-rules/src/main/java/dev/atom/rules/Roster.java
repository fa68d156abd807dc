package dev.atom.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Compiled rules by their places in the document. An edit copies what is about as long as the number of
 * rules but costs a few microseconds at ten thousand. A place that a rule left stays free, so that the
 * others keep theirs. Immutable and thread-safe.
 */
final class Roster {
  private final @Nullable CompiledRule[] places;
  private final int size;

  /** Places by the hash of the id; made when first needed. */
  private final AtomicReference<int @Nullable [][]> ids;

  private Roster(@Nullable CompiledRule[] places, int size, int @Nullable [][] ids) {
    this.places = places;
    this.size = size;
    this.ids = new AtomicReference<>(ids);
  }

  /** Rules whose places count from 0 on, in the order of their places. */
  static Roster of(List<CompiledRule> rules) {
    return new Roster(rules.toArray(CompiledRule[]::new), rules.size(), null);
  }

  int size() {
    return size;
  }

  /** Where a rule that is added comes to stand. */
  int end() {
    return places.length;
  }

  List<CompiledRule> inDocument() {
    List<CompiledRule> rules = new ArrayList<>(size);
    for (CompiledRule rule : places) {
      if (rule != null) {
        rules.add(rule);
      }
    }
    return rules;
  }

  List<CompiledRule> inFiring() {
    List<CompiledRule> rules = inDocument();
    rules.sort(CompiledRule.FIRING);
    return List.copyOf(rules);
  }

  /** How many rules stand before a place. */
  int before(int place) {
    int before = 0;
    for (int i = 0; i < place; i++) {
      before += places[i] == null ? 0 : 1;
    }
    return before;
  }

  @Nullable CompiledRule find(String id) {
    int[][] shards = ids();
    for (int place : shards[shard(id, shards.length)]) {
      CompiledRule rule = Objects.requireNonNull(places[place]);
      if (rule.rule().id().equals(id)) {
        return rule;
      }
    }
    return null;
  }

  /** With a rule that stands at the place of another or at the end. */
  Roster with(CompiledRule rule) {
    boolean added = rule.place() == places.length;
    @Nullable CompiledRule[] next = Arrays.copyOf(places, places.length + (added ? 1 : 0));
    next[rule.place()] = rule;
    int[][] shards = ids();
    if (added) {
      shards = shards.clone();
      int shard = shard(rule.rule().id(), shards.length);
      int[] more = Arrays.copyOf(shards[shard], shards[shard].length + 1);
      more[more.length - 1] = rule.place();
      shards[shard] = more;
    }
    boolean crowded = next.length > 16 * shards.length;
    return new Roster(next, size + (added ? 1 : 0), crowded ? null : shards);
  }

  Roster without(CompiledRule rule) {
    @Nullable CompiledRule[] next = places.clone();
    next[rule.place()] = null;
    int[][] shards = ids().clone();
    int shard = shard(rule.rule().id(), shards.length);
    shards[shard] = Arrays.stream(shards[shard]).filter(place -> place != rule.place()).toArray();
    return new Roster(next, size - 1, shards);
  }

  /** Whether most places are free. */
  boolean sparse() {
    return places.length > 2 * size + 1_024;
  }

  /** The same rules, with places that count from 0 on. */
  Roster compact() {
    List<CompiledRule> rules = inDocument();
    for (int i = 0; i < rules.size(); i++) {
      rules.set(i, rules.get(i).at(i));
    }
    return of(rules);
  }

  private int[][] ids() {
    int[][] known = ids.get();
    if (known == null) {
      known = shards();
      ids.set(known);
    }
    return known;
  }

  private int[][] shards() {
    int[][] shards = new int[Integer.highestOneBit(Math.max(8, places.length)) / 8 * 2][];
    int[] counts = new int[shards.length];
    for (CompiledRule rule : places) {
      if (rule != null) {
        counts[shard(rule.rule().id(), shards.length)]++;
      }
    }
    Arrays.setAll(shards, i -> new int[counts[i]]);
    for (CompiledRule rule : places) {
      if (rule != null) {
        int shard = shard(rule.rule().id(), shards.length);
        shards[shard][--counts[shard]] = rule.place();
      }
    }
    return shards;
  }

  private static int shard(String id, int shards) {
    return ((id.hashCode() * 0x9E3779B9) >>> 7) & (shards - 1);
  }
}
