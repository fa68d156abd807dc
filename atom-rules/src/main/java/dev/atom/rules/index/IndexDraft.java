package dev.atom.rules.index;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Conditions by what they ask for, gathered before they are laid out. Not thread-safe. */
final class IndexDraft<S> {
  private final Ints owners = new Ints();
  private final Map<Input<S>, SlotDraft<S>> drafts = new LinkedHashMap<>();
  private final Map<Parts.Key<S>, PartsDraft<S>> parts = new LinkedHashMap<>();
  private final Map<Input<S>, Ints> doubts = new HashMap<>();
  private final List<List<Residual<S>>> residuals = new ArrayList<>();

  /** The conjunctions that say all that their conditions do. */
  private final BitSet exact = new BitSet();

  void add(int owner, BitIndex.Entry<S> entry) {
    for (Conjunction<S> one : entry.cover().conjunctions()) {
      int position = owners.size();
      owners.add(owner);
      one.fields().forEach((field, values) -> draft(field).add(position, values));
      one.parts().forEach(part -> draft(part).add(position, part));
      if (entry.cover().isExact()) {
        exact.set(position);
        one.doubts().forEach(field -> doubt(field).add(position));
        residuals.add(one.residuals());
      } else {
        residuals.add(List.of(entry.whole()));
      }
    }
  }

  private SlotDraft<S> draft(Input<S> field) {
    return drafts.computeIfAbsent(field, SlotDraft::new);
  }

  private PartsDraft<S> draft(Parts<S> part) {
    return parts.computeIfAbsent(part.key(), PartsDraft::new);
  }

  private Ints doubt(Input<S> field) {
    return doubts.computeIfAbsent(field, f -> new Ints());
  }

  /** How many conjunctions there are. */
  int size() {
    return owners.size();
  }

  /** Empty if every condition has one conjunction, so that its number is the condition's. */
  int[] owners() {
    int[] all = owners.toArray();
    for (int i = 0; i < all.length; i++) {
      if (all[i] != i) {
        return all;
      }
    }
    return new int[0];
  }

  /** The fields, those first that are likely to rule out most. */
  List<SlotDraft<S>> fields() {
    List<SlotDraft<S>> fields = new ArrayList<>(drafts.values());
    Map<SlotDraft<S>, Double> worth = new HashMap<>();
    fields.forEach(field -> worth.put(field, -field.ruledOut()));
    fields.sort(Comparator.comparingDouble(worth::get));
    return fields;
  }

  /** For each field who is in doubt where it is a text, no words if nobody is; empty if no field is. */
  List<long[]> doubts(List<Input<S>> inputs, int words) {
    return doubts.isEmpty()
        ? List.of()
        : inputs.stream().map(input -> row(words, doubts.getOrDefault(input, new Ints()))).toList();
  }

  private static long[] row(int words, Ints positions) {
    long[] row = new long[positions.size() == 0 ? 0 : words];
    for (int i = 0; i < positions.size(); i++) {
      row[positions.get(i) >> 6] |= 1L << positions.get(i);
    }
    return row;
  }

  /** The tables of parts that are worth it. */
  List<PartsSlot<S>> tables(int words) {
    return parts.values().stream()
        .filter(draft -> tabled(draft, words))
        .map(draft -> new PartsSlot<>(draft, words))
        .toList();
  }

  private static boolean tabled(PartsDraft<?> draft, int words) {
    return words > BitIndex.FEW_WORDS && draft.worthIt();
  }

  /** What is left to be tested. */
  Tests<S> tests(int words) {
    for (PartsDraft<S> draft : parts.values()) {
      if (!tabled(draft, words)) {
        draft.answered().forEach(this::test);
      }
      draft.left().forEach(this::test);
    }
    return new Tests<>(residuals);
  }

  private void test(PartsDraft.Use<S> use) {
    if (exact.get(use.position())) {
      List<Residual<S>> more = new ArrayList<>(residuals.get(use.position()));
      more.add(use.parts().test());
      residuals.set(use.position(), more);
    }
  }
}
