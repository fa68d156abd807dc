package dev.atom.rules;

import dev.atom.rules.index.BitIndex;
import dev.atom.rules.index.Scratch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rules that are indexed together, some of which may have been taken away since. Immutable. */
final class Segment {
  private final CompiledRule[] compiled;
  private final BitIndex<Look> index;

  /** What a match is told by, so that nothing else need be looked at. */
  private final Rule[] rules;

  /** Where in the order of firing each stands. */
  private final long[] ranks;

  /** Whether any rule stops others or is in a group of which one fires. */
  private final boolean plain;

  /** A bit for each conjunction that still counts, and one for each rule that doesn't. */
  private final long[] live;

  private final long[] gone;
  private final int size;

  private Segment(Segment from, long[] live, long[] gone) {
    this.compiled = from.compiled;
    this.index = from.index;
    this.rules = from.rules;
    this.ranks = from.ranks;
    this.plain = from.plain;
    this.live = live;
    this.gone = gone;
    this.size = from.size - 1;
  }

  /** Indexes rules, which are in the order of firing. */
  Segment(List<CompiledRule> ordered) {
    compiled = ordered.toArray(CompiledRule[]::new);
    rules = new Rule[compiled.length];
    ranks = new long[compiled.length];
    List<BitIndex.Entry<Look>> entries = new ArrayList<>(compiled.length);
    boolean allPlain = true;
    for (int i = 0; i < compiled.length; i++) {
      rules[i] = compiled[i].rule();
      ranks[i] = compiled[i].rank();
      entries.add(entry(compiled[i]));
      allPlain &= compiled[i].plain();
    }
    index = BitIndex.of(entries);
    plain = allPlain;
    live = index.all();
    gone = new long[(rules.length + 63) >>> 6];
    size = rules.length;
  }

  private static BitIndex.Entry<Look> entry(CompiledRule rule) {
    return new BitIndex.Entry<>(Covers.of(rule.condition()), Covers.whole(rule.condition(), true));
  }

  /** How many rules count. */
  int size() {
    return size;
  }

  /** Whether no rule stops others or is in a group of which one fires. */
  boolean plain() {
    return plain;
  }

  private boolean gone(int rule) {
    return (gone[rule >> 6] & (1L << rule)) != 0;
  }

  private int find(CompiledRule rule) {
    int at = Arrays.binarySearch(ranks, rule.rank());
    return at >= 0 && !gone(at) ? at : -1;
  }

  boolean holds(CompiledRule rule) {
    return find(rule) >= 0;
  }

  Segment without(CompiledRule rule) {
    int at = find(rule);
    long[] without = gone.clone();
    without[at >> 6] |= 1L << at;
    return new Segment(this, index.without(live, at), without);
  }

  /** The rules that count, in the order of firing. */
  List<CompiledRule> rules() {
    List<CompiledRule> left = new ArrayList<>(size);
    for (int i = 0; i < compiled.length; i++) {
      if (!gone(i)) {
        left.add(compiled[i]);
      }
    }
    return left;
  }

  /** Finds what holds, in the order of firing, up to a rule that stops the rest. */
  void find(Look look, Scratch<Look> scratch) {
    if (!index.match(look, live, scratch)) {
      return;
    }
    int last = -1;
    for (int word = 0; word < index.words(); word++) {
      for (long left = scratch.left(word); left != 0; left &= left - 1) {
        int position = (word << 6) + Long.numberOfTrailingZeros(left);
        int owner = index.owner(position);
        if (owner != last && holds(position, owner, look, scratch)) {
          last = owner;
          scratch.find(owner);
          if (!plain && compiled[owner].endsAll(look)) {
            return;
          }
        }
      }
    }
  }

  /** The rules that were found. */
  Rule[] rules(Scratch<Look> scratch) {
    Rule[] found = new Rule[scratch.size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = rules[scratch.found(i)];
    }
    return found;
  }

  Rule rule(int at) {
    return rules[at];
  }

  CompiledRule compiled(int at) {
    return compiled[at];
  }

  /** See {@link CompiledRule#rank}. */
  long rank(int at) {
    return ranks[at];
  }

  private boolean holds(int position, int owner, Look look, Scratch<Look> scratch) {
    return scratch.unsure(position)
        ? compiled[owner].holds(look.scope())
        : index.confirms(position, look, scratch);
  }
}
