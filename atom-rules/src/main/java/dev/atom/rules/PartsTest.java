package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.index.Parts;
import dev.atom.rules.index.Parts.Where;
import dev.atom.rules.index.Residual;
import java.util.List;
import java.util.Set;

/**
 * Whether a field has one of some parts: a text has it within, a list as an item.
 *
 * @param parts folded if the field is
 */
record PartsTest(FieldInput field, Where where, Set<String> parts) {
  private static final int LONGEST = 64;

  /** Whether a part is one for a table. */
  static boolean indexed(String part) {
    return !part.isEmpty() && part.length() <= LONGEST;
  }

  /** As an index takes it: one of the parts is there, or none is. */
  Parts<Look> parts(boolean wanted) {
    return new Parts<>(field, where, parts, wanted, new Test(this, wanted));
  }

  private boolean holds(Look look) {
    Json value = field.json(look);
    if (value instanceof Json.Str text) {
      String whole = field.ignoresCase() ? Texts.fold(text.value()) : text.value();
      for (String part : parts) {
        if (in(whole, part)) {
          return true;
        }
      }
      return false;
    }
    return where == Where.ANYWHERE && value instanceof Json.Arr list && among(list.items());
  }

  private boolean in(String text, String part) {
    return switch (where) {
      case ANYWHERE -> Texts.contains(text, part);
      case START -> text.startsWith(part);
      case END -> text.endsWith(part);
    };
  }

  private boolean among(List<Json> items) {
    for (Json item : items) {
      if (item instanceof Json.Str text
          && parts.contains(field.ignoresCase() ? Texts.fold(text.value()) : text.value())) {
        return true;
      }
    }
    return false;
  }

  private record Test(PartsTest of, boolean wanted) implements Residual<Look> {
    @Override
    public boolean test(Look look) {
      return of.holds(look) == wanted;
    }

    @Override
    public int cost() {
      return 10;
    }
  }
}
