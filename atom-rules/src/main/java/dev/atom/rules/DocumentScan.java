package dev.atom.rules;

import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.Problems.Place;

/**
 * Counts the rules and conditions in the text of a long document, so that one that is far too large is
 * refused before any of it is kept. It counts no more than there are: what is spelt with escapes, or is
 * no JSON, is left to who reads the document. Allocates nothing; not thread-safe.
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

  private final String text;
  private final RuleLimits limits;
  private final Problems problems;

  /** What each object and list that is open is. */
  private final byte[] open = new byte[DEEPEST + 1];

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
        case ',' -> named = false;
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

  private void name() {
    named = true;
    name = from;
    if (open[depth] == CONDITION && is("op", name)) {
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
    depth++;
    open[depth] = kind;
    named = false;
  }

  /** What a list is, by where it stands. */
  private byte inside() {
    return switch (open[depth]) {
      case DOCUMENT -> is("rules", name) ? RULES : OTHER;
      case CONDITION -> is("all", name) || is("any", name) || is("of", name) ? CONDITIONS : OTHER;
      default -> OTHER;
    };
  }

  /** What an object is, by where it stands. */
  private byte inner() {
    return switch (open[depth]) {
      case RULES -> RULE;
      case RULE -> is("when", name) ? CONDITION : OTHER;
      case CONDITIONS -> CONDITION;
      case CONDITION -> within() ? CONDITION : OTHER;
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

  private void refuse(Place place, String message) {
    problems.add(place, Kind.LIMIT_EXCEEDED, message);
    throw problems.failure();
  }
}
