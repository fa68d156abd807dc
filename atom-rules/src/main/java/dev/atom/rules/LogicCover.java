package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.FieldInput.View;
import dev.atom.rules.index.Cover;
import dev.atom.rules.index.Values;
import dev.atom.rules.jsonlogic.Necessary;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Turns JsonLogic into values without which it does not hold, and itself, to be tested then. */
final class LogicCover {
  private LogicCover() {}

  static Cover<Look> of(LogicNode node) {
    Cover<Look> cover = Cover.of(new Covers.Whole(node, true));
    for (Necessary necessary : node.condition().logic().necessary()) {
      Optional<FieldPath> path = FieldPath.parse(necessary.field());
      if (path.isPresent() && !path.get().reserved()) {
        cover = cover.and(Cover.of(new FieldInput(path.get(), View.VALUE), values(necessary)));
      }
    }
    return cover;
  }

  private static Values values(Necessary necessary) {
    Values values = Values.NONE;
    for (Necessary.Kind kind : necessary.kinds()) {
      values = values.or(values(kind));
    }
    Set<String> texts = new HashSet<>();
    for (Json value : necessary.values()) {
      switch (value) {
        case Json.Str text -> texts.add(text.value());
        case Json.Num number -> values = values.or(Values.of(number.value()));
        case Json.Bool truth -> values = values.or(Values.of(truth.value()));
        case Json.Null none -> values = values.or(Values.NULL);
        case Json.Arr list -> values = values.or(Values.LISTS);
        case Json.Obj object -> values = values.or(Values.OBJECTS);
      }
    }
    if (!texts.isEmpty()) {
      values = values.or(Values.of(texts));
    }
    return necessary.numbers().map(LogicCover::range).map(values::or).orElse(values);
  }

  private static Values values(Necessary.Kind kind) {
    return switch (kind) {
      case MISSING -> Values.MISSING;
      case NULL -> Values.NULL;
      case BOOLEAN -> Values.of(true).or(Values.of(false));
      case NUMBER -> Values.NUMBERS;
      case TEXT -> Values.TEXTS;
      case LIST -> Values.LISTS;
      case OBJECT -> Values.OBJECTS;
    };
  }

  private static Values range(Necessary.Range range) {
    Values low = range.low().map(end -> from(end, range.closed())).orElse(Values.NUMBERS);
    Values high = range.high().map(end -> to(end, range.closed())).orElse(Values.NUMBERS);
    return low.and(high);
  }

  private static Values from(BigDecimal end, boolean closed) {
    return closed ? Values.atLeast(end) : Values.above(end);
  }

  private static Values to(BigDecimal end, boolean closed) {
    return closed ? Values.atMost(end) : Values.below(end);
  }
}
