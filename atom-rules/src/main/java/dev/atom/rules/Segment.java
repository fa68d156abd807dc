package dev.atom.rules;

import dev.atom.rules.index.BitIndex;
import dev.atom.rules.index.Scratch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rules that are indexed together, some of which may have been taken away since. Immutable. */
final class Segment {
  private final CompiledRule[] rules;
  private final BitIndex<Scope> index;

  /** A bit for each conjunction that still counts, and one for each rule that doesn't. */
  private final long[] live;

  private final long[] gone;
  private final int size;

  private Segment(CompiledRule[] rules, BitIndex<Scope> index, long[] live, long[] gone, int size) {
    this.rules = rules;
    this.index = index;
    this.live = live;
    this.gone = gone;
    this.size = size;
  }

  /** Indexes rules, which are in the order of firing. */
  static Segment of(List<CompiledRule> rules) {
    BitIndex<Scope> index = BitIndex.of(rules.stream().map(Segment::entry).toList());
    long[] gone = new long[(rules.size() + 63) >>> 6];
    return new Segment(rules.toArray(CompiledRule[]::new), index, index.all(), gone, rules.size());
  }

  private static BitIndex.Entry<Scope> entry(CompiledRule rule) {
    return new BitIndex.Entry<>(
        Covers.of(rule.condition()), new Covers.Whole(rule.condition(), true));
  }

  /** How many rules count. */
  int size() {
    return size;
  }

  private boolean gone(int rule) {
    return (gone[rule >> 6] & (1L << rule)) != 0;
  }

  private int find(CompiledRule rule) {
    int at = Arrays.binarySearch(rules, rule, CompiledRule.FIRING);
    return at >= 0 && !gone(at) ? at : -1;
  }

  boolean holds(CompiledRule rule) {
    return find(rule) >= 0;
  }

  Segment without(CompiledRule rule) {
    int at = find(rule);
    long[] without = gone.clone();
    without[at >> 6] |= 1L << at;
    return new Segment(rules, index, index.without(live, at), without, size - 1);
  }

  /** The rules that count, in the order of firing. */
  List<CompiledRule> rules() {
    List<CompiledRule> left = new ArrayList<>(size);
    for (int i = 0; i < rules.length; i++) {
      if (!gone(i)) {
        left.add(rules[i]);
      }
    }
    return left;
  }

  /** Adds the rules whose conditions hold, in the order of firing, up to one that stops the rest. */
  void find(Scope scope, Scratch scratch) {
    if (!index.match(scope, live, scratch)) {
      return;
    }
    int last = -1;
    for (int word = 0; word < index.words(); word++) {
      for (long left = scratch.left(word); left != 0; left &= left - 1) {
        int position = (word << 6) + Long.numberOfTrailingZeros(left);
        int owner = index.owner(position);
        if (owner != last && holds(position, owner, scope, scratch)) {
          last = owner;
          CompiledRule rule = rules[owner];
          scratch.find(rule);
          if (rule.endsAll()) {
            return;
          }
        }
      }
    }
  }

  private boolean holds(int position, int owner, Scope scope, Scratch scratch) {
    return scratch.unsure()
        ? rules[owner].condition().test(scope)
        : index.confirms(position, scope, scratch);
  }
}
