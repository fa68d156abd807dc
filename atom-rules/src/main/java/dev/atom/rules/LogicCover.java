package dev.atom.rules;

import dev.atom.rules.FieldInput.View;
import dev.atom.rules.index.Cover;
import dev.atom.rules.index.Residual;
import dev.atom.rules.index.Values;
import dev.atom.rules.reading.Reading;
import java.util.List;
import java.util.Set;

/**
 * Turns JsonLogic into what an index can answer. Where not all of it is known, the rule is tested as a
 * whole where what is known holds.
 */
final class LogicCover {
  private final Residual<Look> whole;

  private LogicCover(Residual<Look> whole) {
    this.whole = whole;
  }

  static Cover<Look> of(LogicNode node, boolean wanted) {
    Reading reading = Reading.of(node.condition().logic());
    Residual<Look> whole = new Covers.Whole(node, wanted);
    Cover<Look> known = new LogicCover(whole).of(reading, wanted);
    if (known.isExact() && !reading.mayFail()) {
      return known;
    }
    Cover<Look> tested = Cover.of(whole);
    // An error elsewhere in the rule makes it false as a whole, whatever is known of a part.
    return wanted ? known.needed().and(tested) : tested;
  }

  /** What holds wherever the reading is, as a truth, what is wanted. */
  private Cover<Look> of(Reading reading, boolean wanted) {
    return switch (reading) {
      case Reading.All all -> several(all.of(), wanted, wanted);
      case Reading.Any any -> several(any.of(), !wanted, wanted);
      case Reading.Not not -> of(not.of(), !wanted);
      case Reading.Compared compared -> compared(compared, wanted);
      case Reading.Part part -> part(part, wanted);
      case Reading.Unknown unknown -> Cover.<Look>always().wider();
    };
  }

  private Cover<Look> several(List<Reading> of, boolean all, boolean wanted) {
    List<Cover<Look>> covers = of.stream().map(one -> of(one, wanted)).toList();
    return all ? Cover.and(covers) : Cover.or(covers);
  }

  private static FieldInput input(String field) {
    return FieldInput.of(FieldPath.parse(field).orElseThrow(), View.VALUE);
  }

  private static Cover<Look> compared(Reading.Compared compared, boolean wanted) {
    Values values = wanted ? compared.values() : compared.values().not();
    return compared.readsTexts()
        ? Cover.ofOtherThanText(input(compared.field()), values)
        : Cover.of(input(compared.field()), values);
  }

  private Cover<Look> part(Reading.Part part, boolean wanted) {
    if (PartsTest.indexed(part.part())) {
      PartsTest test = new PartsTest(input(part.field()), part.where(), Set.of(part.part()));
      return Cover.of(test.parts(wanted, whole));
    }
    return wanted ? compared(part.kind(), true).wider() : Cover.<Look>always().wider();
  }
}
