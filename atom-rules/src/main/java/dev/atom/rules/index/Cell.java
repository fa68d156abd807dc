package dev.atom.rules.index;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes one value that was read from an event, so that reading allocates nothing. Not thread-safe. */
public final class Cell {
  static final int MISSING = 0;
  static final int NULL = 1;
  static final int TRUE = 2;
  static final int FALSE = 3;
  static final int LIST = 4;
  static final int EMPTY_LIST = 5;
  static final int OBJECT = 6;
  static final int EMPTY_OBJECT = 7;
  static final int TEXT = 8;

  /** The kinds so far have a row each; text has one for what no condition names. */
  static final int KINDS = 9;

  static final int NUMBER = 9;
  static final int UNSURE = 10;

  int kind;
  String text = "";
  @Nullable BigDecimal decimal;
  long whole;

  /** What a list holds. */
  List<Json> items = List.of();

  /** What the value was found to lead to: a row, and bits to be turned round in it. */
  int row;

  int from;
  int to;

  Cell() {}

  /**
   * Sets a JSON value.
   *
   * @param value the value; null for none
   */
  public void set(@Nullable Json value) {
    if (value == null) {
      kind = MISSING;
    } else if (value instanceof Json.Str s) {
      kind = TEXT;
      text = s.value();
    } else if (value instanceof Json.Num n) {
      kind = NUMBER;
      decimal = n.value();
    } else {
      other(value);
    }
  }

  private void other(Json value) {
    if (value instanceof Json.Bool b) {
      set(b.value());
    } else if (value instanceof Json.Arr a) {
      kind = a.items().isEmpty() ? EMPTY_LIST : LIST;
      items = a.items();
    } else if (value instanceof Json.Obj o) {
      kind = o.members().isEmpty() ? EMPTY_OBJECT : OBJECT;
    } else {
      kind = NULL;
    }
  }

  /**
   * Sets a truth value.
   *
   * @param value the value
   */
  public void set(boolean value) {
    kind = value ? TRUE : FALSE;
  }

  /**
   * Sets a whole number.
   *
   * @param value the number
   */
  public void set(long value) {
    kind = NUMBER;
    decimal = null;
    whole = value;
  }

  /**
   * Sets a number.
   *
   * @param value the number
   */
  public void set(BigDecimal value) {
    kind = NUMBER;
    decimal = value;
  }

  /**
   * Sets a text.
   *
   * @param value the text
   */
  public void set(String value) {
    kind = TEXT;
    text = value;
  }

  /**
   * Says that the field's conditions can't be told by a value of its own; the whole conditions of
   * what else holds are then to be tested.
   */
  public void unsure() {
    kind = UNSURE;
  }

  /** Holds on to nothing. */
  void clear() {
    text = "";
    decimal = null;
    items = List.of();
  }

  BigDecimal exact() {
    return decimal == null ? BigDecimal.valueOf(whole) : decimal;
  }
}
