package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.index.Parts;
import dev.atom.rules.index.Parts.Where;
import dev.atom.rules.index.Residual;
import java.util.Set;

/**
 * Whether a field has one of some parts: a text has it within, a list has it as an item.
 *
 * @param parts folded if the field is
 */
record PartsTest(FieldInput field, Where where, Set<String> parts) {
  /** Longer parts are left to the conditions themselves. */
  private static final int LONGEST_PART = 64;

  /** A text of so many characters is looked through as quickly as it is read. */
  private static final int BRIEF_TEXT = 64;

  /** Whether a part is one for a table. */
  static boolean indexed(String part) {
    return !part.isEmpty() && part.length() <= LONGEST_PART;
  }

  /**
   * As an index takes it: one of the parts is there, or none is.
   *
   * @param counted the condition itself, which charges for what takes long
   */
  Parts<Look> parts(boolean wanted, Residual<Look> counted) {
    return new Parts<>(field, where, parts, wanted, new Test(this, wanted, counted));
  }

  /** Whether the field's value takes no longer to look through than to read. */
  private boolean brief(Look look) {
    Json value = field.json(look);
    return value instanceof Json.Str text
        ? text.value().length() <= BRIEF_TEXT
        : !(value instanceof Json.Arr list) || list.items().isEmpty();
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
    }
    return false;
  }

  private boolean in(String text, String part) {
    return switch (where) {
      case ANYWHERE -> Texts.contains(text, part);
      case START -> text.startsWith(part);
      case END -> text.endsWith(part);
    };
  }

  /** What has to be counted is left to the condition itself. */
  private record Test(PartsTest of, boolean wanted, Residual<Look> counted)
      implements Residual<Look> {
    @Override
    public boolean test(Look look) {
      return of.brief(look) ? of.holds(look) == wanted : counted.test(look);
    }

    @Override
    public int cost() {
      return 10;
    }
  }
}
