package dev.atom.rules;

import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.Problems.Place;
import dev.atom.rules.jsonlogic.JsonLogic;
import dev.atom.rules.jsonlogic.JsonLogicLimits;

/**
 * Counts rules, conditions and their values in the text of a long document, so that one that is far too
 * large is refused before any of it is kept. It counts no more than there are: what is spelt with
 * escapes, or is no JSON, is left to who reads the document. Allocates some kilobytes; not thread-safe.
 */
final class DocumentScan {
  /** Shorter ones are read at once, which gives better messages. */
  private static final int LONG = 100_000;

  /** Deeper ones are refused by who reads them. */
  private static final int DEEPEST = 500;

  private static final int LONGEST_ID = 200;

  private static final byte OTHER = 0;
  private static final byte DOCUMENT = 1;
  private static final byte RULES = 2;
  private static final byte RULE = 3;
  private static final byte CONDITION = 4;
  private static final byte CONDITIONS = 5;

  /** An expression of JsonLogic, or a list in one. */
  private static final byte LOGIC = 6;

  private static final int OBJECT = -1;

  private final String text;
  private final RuleLimits limits;
  private final Problems problems;

  /** What each object and list that is open is. */
  private final byte[] open = new byte[DEEPEST + 1];

  /** At which item each list is; {@link #OBJECT} for an object. */
  private final int[] items = new int[DEEPEST + 1];

  /** How many items each list may have. */
  private final int[] most = new int[DEEPEST + 1];

  /** Where the name of each object's last member begins. */
  private final int[] names = new int[DEEPEST + 1];

  private int depth;

  /** The text between the last quotes, and whether it was the name of the member that comes. */
  private int from;

  private int to;
  private int name;
  private boolean named;

  private int rules;
  private int conditions;

  /** Where the rule's id stands. */
  private int id;

  private int idEnd;
  private boolean listed;

  private DocumentScan(String text, RuleLimits limits, Problems problems) {
    this.text = text;
    this.limits = limits;
    this.problems = problems;
    this.items[0] = OBJECT;
  }

  /** Throws if the text has more rules than it may, or a rule more conditions. */
  static void check(String text, RuleLimits limits, Problems problems) {
    if (text.length() > LONG) {
      new DocumentScan(text, limits, problems).run();
    }
  }

  private void run() {
    for (int i = 0; i < text.length() && depth >= 0 && depth < DEEPEST; i++) {
      switch (text.charAt(i)) {
        case '{', '[' -> open(text.charAt(i) == '[');
        case '}', ']' -> depth--;
        case '"' -> i = quoted(i);
        case ':' -> name();
        case ',' -> next();
        default -> {}
      }
    }
  }

  /** Goes to the quote that ends a text. */
  private int quoted(int begin) {
    from = begin + 1;
    int end = text.indexOf('"', from);
    while (end > 0 && escaped(end)) {
      end = text.indexOf('"', end + 1);
    }
    to = end < 0 ? text.length() : end;
    if (to - from > RuleLimits.TEXT) {
      boolean value = named || items[depth] != OBJECT;
      refuse(
          path(value ? depth : depth - 1),
          "a text has more than " + RuleLimits.TEXT + " characters");
    }
    if (named && open[depth] == RULE && is("id", name)) {
      id = from;
      idEnd = Math.min(to, from + LONGEST_ID);
    }
    return to;
  }

  private boolean escaped(int quote) {
    int slashes = 0;
    while (text.charAt(quote - 1 - slashes) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }

  private void next() {
    named = false;
    if (items[depth] != OBJECT && ++items[depth] >= most[depth]) {
      refuse(path(depth - 1), "the list has more than " + most[depth] + " items");
    }
  }

  private void name() {
    named = true;
    name = from;
    names[depth] = from;
    boolean operation = open[depth] == LOGIC && !is("var", name) && !is("val", name);
    if (operation || (open[depth] == CONDITION && is("op", name))) {
      conditions++;
      if (conditions > limits.conditions()) {
        refuse(
            place().at("when").inRule(text.substring(id, idEnd)),
            "the rule has more than " + limits.conditions() + " conditions");
      }
    }
  }

  private boolean is(String member, int begin) {
    return text.startsWith(member, begin)
        && begin + member.length() < text.length()
        && text.charAt(begin + member.length()) == '"';
  }

  private void open(boolean list) {
    byte kind = depth == 0 ? list ? RULES : DOCUMENT : list ? inside() : inner();
    if (kind == RULES) {
      listed = depth == 0;
    }
    if (kind == RULE) {
      rules++;
      conditions = 0;
      id = 0;
      idEnd = 0;
      if (rules > limits.rules()) {
        refuse(
            listed ? Place.TOP : Place.TOP.at("rules"),
            "the document has more than " + limits.rules() + " rules");
      }
    }
    int longest = longest(list, kind);
    depth++;
    open[depth] = kind;
    items[depth] = list ? 0 : OBJECT;
    most[depth] = longest;
    named = false;
  }

  private int longest(boolean list, byte kind) {
    if (list && open[depth] == CONDITION && is("value", name)) {
      return RuleLimits.LIST_ITEMS;
    }
    return list && kind == LOGIC ? JsonLogicLimits.DEFAULT.listItems() : Integer.MAX_VALUE;
  }

  /** What a list is, by where it stands. */
  private byte inside() {
    return switch (open[depth]) {
      case DOCUMENT -> is("rules", name) ? RULES : OTHER;
      case CONDITION -> is("all", name) || is("any", name) || is("of", name) ? CONDITIONS : logic();
      case LOGIC -> logic();
      default -> OTHER;
    };
  }

  /** What an operation of JsonLogic is applied to, but for data. */
  private byte logic() {
    boolean item = items[depth] != OBJECT;
    boolean data = is("value", name) || is("preserve", name);
    return item || (!data && JsonLogic.isOperation(name(name))) ? LOGIC : OTHER;
  }

  /** What an object is, by where it stands. */
  private byte inner() {
    return switch (open[depth]) {
      case RULES -> RULE;
      case RULE -> is("when", name) ? CONDITION : OTHER;
      case CONDITIONS -> CONDITION;
      case CONDITION -> within() ? CONDITION : is("logic", name) ? LOGIC : logic();
      case LOGIC -> logic();
      default -> OTHER;
    };
  }

  private boolean within() {
    return is("not", name)
        || is("any", name)
        || is("all", name)
        || is("none", name)
        || is("count", name)
        || is("where", name);
  }

  private Place place() {
    Place place = listed ? Place.TOP : Place.TOP.at("rules");
    return place.at(rules - 1);
  }

  /** The place that so many of the open objects and lists lead to. */
  private Place path(int levels) {
    Place place = Place.TOP;
    for (int i = 1; i <= levels; i++) {
      place = items[i] == OBJECT ? place.at(name(names[i])) : place.at(items[i]);
      if (i < depth && open[i + 1] == RULE) {
        place = place.inRule(text.substring(id, idEnd));
      }
    }
    return place;
  }

  /** The name that begins somewhere, as it is spelt; none is longer than an id is told. */
  private String name(int begin) {
    int end = Math.max(begin, text.indexOf('"', begin));
    return text.substring(begin, Math.min(end, begin + LONGEST_ID));
  }

  private void refuse(Place place, String message) {
    problems.add(place, Kind.LIMIT_EXCEEDED, message);
    throw problems.failure();
  }
}
