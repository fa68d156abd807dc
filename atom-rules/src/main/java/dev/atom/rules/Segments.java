package dev.atom.rules;

import dev.atom.rules.index.Scratch;
import dev.atom.rules.index.ScratchPool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules ready to be matched: indexed ones in segments, each several times as large as the next, and a
 * few that are tested one by one. An edit takes a rule's bits away and adds to the few; when they are
 * too many they become a segment, together with those that are not much larger (the logarithmic method
 * of Bentley and Saxe, 1980). So an edit costs little on average, the writer pays, and who matches
 * never waits. Immutable.
 */
record Segments(List<Segment> indexed, List<CompiledRule> few) {
  /** Up to this many rules are quicker tested than looked up. */
  private static final int PLAIN = 4;

  /** Up to this many wait for an index after edits. */
  private static final int FEW = 8;

  /**
   * A segment is indexed anew with what came after it unless it is so many times as large: the more, the
   * fewer segments are to be matched.
   */
  private static final int RATIO = 14;

  /** The same of the first, which is the dearest to be indexed. */
  private static final int FIRST = 6;

  private static final ScratchPool<Look> SCRATCHES = new ScratchPool<>(Look::new);

  /** Indexes rules, which are in the order of firing. */
  static Segments of(List<CompiledRule> rules) {
    List<CompiledRule> able = rules.stream().filter(rule -> rule.rule().enabled()).toList();
    return able.size() <= PLAIN
        ? new Segments(List.of(), able)
        : new Segments(List.of(new Segment(able)), List.of());
  }

  /** Rules to be tested one by one while their index is being made. */
  static Segments plain(List<CompiledRule> rules) {
    return new Segments(List.of(), rules.stream().filter(rule -> rule.rule().enabled()).toList());
  }

  Segments without(CompiledRule rule) {
    List<CompiledRule> others =
        few.stream().filter(other -> other.place() != rule.place()).toList();
    if (others.size() < few.size()) {
      return new Segments(indexed, others);
    }
    List<Segment> left = new ArrayList<>(indexed);
    for (int i = 0; i < left.size(); i++) {
      if (left.get(i).holds(rule)) {
        left.set(i, left.get(i).without(rule));
      }
    }
    left.removeIf(segment -> segment.size() == 0);
    return new Segments(List.copyOf(left), few);
  }

  Segments with(CompiledRule rule) {
    if (!rule.rule().enabled()) {
      return this;
    }
    List<CompiledRule> more = new ArrayList<>(few);
    more.add(rule);
    more.sort(CompiledRule.FIRING);
    if (more.size() <= FEW) {
      return new Segments(indexed, List.copyOf(more));
    }
    List<Segment> left = new ArrayList<>(indexed);
    while (!left.isEmpty()
        && left.getLast().size() < (left.size() == 1 ? FIRST : RATIO) * more.size()) {
      more.addAll(left.removeLast().rules());
    }
    more.sort(CompiledRule.FIRING);
    left.add(new Segment(more));
    return new Segments(List.copyOf(left), List.of());
  }

  /** The rules that fire, in their order; allocates nothing if none does. */
  List<Rule> fired(Facts facts, Instant now, long effort) {
    Scratch<Look> scratch = SCRATCHES.take();
    scratch.event().at(facts, now, effort);
    return fired(scratch);
  }

  List<Rule> fired(Scope scope) {
    Scratch<Look> scratch = SCRATCHES.take();
    scratch.event().at(scope);
    return fired(scratch);
  }

  /** The rules that hold or, in a scope that awaits answers, may hold; in the order of firing. */
  List<CompiledRule> holding(Scope scope) {
    Scratch<Look> scratch = SCRATCHES.take();
    scratch.event().at(scope);
    Merge found = found(scratch);
    scratch.event().away();
    SCRATCHES.giveBack(scratch);
    return found == null ? List.of() : compiled(found);
  }

  /** An exception on the way costs the scratch and nothing else. */
  private List<Rule> fired(Scratch<Look> scratch) {
    List<Rule> fired = plain() ? all(scratch) : chosen(scratch);
    scratch.event().away();
    SCRATCHES.giveBack(scratch);
    return fired;
  }

  /** Whether no rule keeps another one from firing. */
  private boolean plain() {
    boolean plain = true;
    for (int i = 0; i < indexed.size(); i++) {
      plain &= indexed.get(i).plain();
    }
    for (int i = 0; i < few.size(); i++) {
      plain &= few.get(i).plain();
    }
    return plain;
  }

  private List<Rule> all(Scratch<Look> scratch) {
    if (few.isEmpty() && indexed.size() == 1) {
      Segment only = indexed.getFirst();
      only.find(scratch.event(), scratch);
      return scratch.size() == 0 ? List.of() : unmodifiable(only.rules(scratch));
    }
    Merge found = found(scratch);
    return found == null ? List.of() : unmodifiable(rules(found));
  }

  private Rule[] rules(Merge found) {
    Rule[] rules = new Rule[found.size()];
    for (int i = 0; i < rules.length; i++) {
      int source = found.source(i);
      int place = found.place(i);
      rules[i] = source < indexed.size() ? indexed.get(source).rule(place) : few.get(place).rule();
    }
    return rules;
  }

  private List<CompiledRule> compiled(Merge found) {
    List<CompiledRule> rules = new ArrayList<>(found.size());
    for (int i = 0; i < found.size(); i++) {
      int source = found.source(i);
      int place = found.place(i);
      rules.add(source < indexed.size() ? indexed.get(source).compiled(place) : few.get(place));
    }
    return rules;
  }

  /** Copies nothing; nobody else has the array. */
  private static List<Rule> unmodifiable(Rule... rules) {
    return Collections.unmodifiableList(Arrays.asList(rules));
  }

  /** The rules that hold in the order of firing, without those that another one keeps from firing. */
  private List<Rule> chosen(Scratch<Look> scratch) {
    Merge found = found(scratch);
    if (found == null) {
      return List.of();
    }
    List<Rule> fired = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (CompiledRule compiled : compiled(found)) {
      if (compiled.exclusiveGroup().map(taken::add).orElse(true)) {
        fired.add(compiled.rule());
        if (compiled.rule().stop()) {
          break;
        }
      }
    }
    return Collections.unmodifiableList(fired);
  }

  /** Null where nothing is found, so that nothing is allocated. */
  private @Nullable Merge found(Scratch<Look> scratch) {
    Look look = scratch.event();
    @Nullable Merge found = null;
    for (int i = 0; i < indexed.size(); i++) {
      Segment segment = indexed.get(i);
      segment.find(look, scratch);
      if (scratch.size() > 0) {
        found = begun(found);
        found.add(i, segment, scratch);
      }
    }
    for (int i = 0; i < few.size(); i++) {
      CompiledRule rule = few.get(i);
      if (rule.holds(look.scope())) {
        found = begun(found);
        found.add(indexed.size(), i, rule.rank());
        if (rule.endsAll(look)) {
          break;
        }
      }
    }
    return found;
  }

  private static Merge begun(@Nullable Merge found) {
    return found == null ? new Merge() : found;
  }
}
