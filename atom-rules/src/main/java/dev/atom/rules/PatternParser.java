package dev.atom.rules;

import dev.atom.rules.LinearPattern.CodePoints;
import dev.atom.rules.LinearPattern.Place;
import dev.atom.rules.LinearPattern.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses the regular expressions that {@link LinearPattern} matches: literals, {@code .} (any code
 * point), classes, {@code \d \w \s \b} and their complements, groups, {@code |}, and the repeats
 * {@code * + ? {n} {n,} {n,m}}. Refuses what needs backtracking.
 */
final class PatternParser {
  static final int MAX_LENGTH = 500;
  private static final int MAX_STEPS = 2_000;
  private static final int MAX_NESTING = 30;
  private static final String SPECIAL = "\\^$.|?*+()[]{}";

  private final int[] regex;
  private final boolean ignoreCase;
  private int at;
  private int nesting;

  /** A part of the expression, which can be written out more than once. */
  @FunctionalInterface
  private interface Part {
    void write(Program program);
  }

  /** The steps written so far. */
  private static final class Program {
    private final List<Step> steps = new ArrayList<>();
    private int work;

    int add(Step step) {
      work();
      steps.add(step);
      return steps.size() - 1;
    }

    /** Counts also what writes no step, such as an empty group repeated over and over. */
    void work() {
      if (++work > MAX_STEPS) {
        throw new IllegalArgumentException(
            "is too large once its repeats are written out; at most " + MAX_STEPS + " steps");
      }
    }
  }

  PatternParser(String regex, boolean ignoreCase) {
    if (regex.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "has " + regex.length() + " characters; at most " + MAX_LENGTH);
    }
    this.regex = regex.codePoints().toArray();
    this.ignoreCase = ignoreCase;
  }

  List<Step> program() {
    Part whole = alternatives();
    if (more()) {
      throw fault("a closing parenthesis without an opening one");
    }
    Program program = new Program();
    whole.write(program);
    program.add(new LinearPattern.Match());
    return List.copyOf(program.steps);
  }

  private Part alternatives() {
    List<Part> parts = new ArrayList<>();
    parts.add(sequence());
    while (accept('|')) {
      parts.add(sequence());
    }
    return parts.size() == 1 ? parts.get(0) : program -> writeEither(parts, program);
  }

  private static void writeEither(List<Part> parts, Program program) {
    List<Integer> jumps = new ArrayList<>();
    for (int i = 0; i < parts.size() - 1; i++) {
      int split = program.add(new LinearPattern.Jump(0));
      parts.get(i).write(program);
      jumps.add(program.add(new LinearPattern.Jump(0)));
      program.steps.set(split, new LinearPattern.Split(split + 1, program.steps.size()));
    }
    parts.get(parts.size() - 1).write(program);
    jumps.forEach(jump -> program.steps.set(jump, new LinearPattern.Jump(program.steps.size())));
  }

  private Part sequence() {
    List<Part> parts = new ArrayList<>();
    while (more() && regex[at] != '|' && regex[at] != ')') {
      parts.add(repeated(atom()));
    }
    return program -> parts.forEach(part -> part.write(program));
  }

  private Part repeated(Part part) {
    Part result = part;
    if (accept('*')) {
      result = repeat(part, 0, -1);
    } else if (accept('+')) {
      result = repeat(part, 1, -1);
    } else if (accept('?')) {
      result = repeat(part, 0, 1);
    } else if (accept('{')) {
      int least = number();
      int most = accept(',') ? (more() && regex[at] == '}' ? -1 : number()) : least;
      expect('}');
      if (most >= 0 && most < least) {
        throw fault("a repeat of at least " + least + " and at most " + most);
      }
      result = repeat(part, least, most);
    } else {
      return part;
    }
    // Whether a repeat takes much or little makes no difference to whether the whole text matches.
    accept('?');
    if (more() && "*+?{".indexOf(regex[at]) >= 0) {
      throw fault("two repeats after one another; possessive ones are not supported");
    }
    return result;
  }

  private static Part repeat(Part part, int least, int most) {
    return program -> {
      for (int i = 0; i < least; i++) {
        program.work();
        part.write(program);
      }
      if (most < 0) {
        int split = program.add(new LinearPattern.Jump(0));
        part.write(program);
        program.add(new LinearPattern.Jump(split));
        program.steps.set(split, new LinearPattern.Split(split + 1, program.steps.size()));
      }
      for (int i = least; i < most; i++) {
        int split = program.add(new LinearPattern.Jump(0));
        part.write(program);
        program.steps.set(split, new LinearPattern.Split(split + 1, program.steps.size()));
      }
    };
  }

  private Part atom() {
    int c = regex[at++];
    return switch (c) {
      case '(' -> group();
      case '[' -> set();
      case '.' -> take(any -> true);
      case '^' -> place(Place.BEGIN);
      case '$' -> place(Place.END);
      case '\\' -> escape();
      case '*', '+', '?', '{' -> throw fault("a repeat of nothing");
      case ']', '}' -> throw fault("a closing bracket without an opening one; escape it");
      default -> literal(c);
    };
  }

  private Part group() {
    if (accept('?') && !accept(':')) {
      throw fault("only plain groups and (?: ) are supported, no look-around, names or flags");
    }
    if (++nesting > MAX_NESTING) {
      throw fault("groups are nested deeper than " + MAX_NESTING);
    }
    Part inner = alternatives();
    expect(')');
    nesting--;
    return inner;
  }

  private Part escape() {
    int c = next();
    return switch (c) {
      case 'b' -> place(Place.WORD_EDGE);
      case 'B' -> place(Place.NO_WORD_EDGE);
      case 'd', 'D', 'w', 'W', 's', 'S' -> take(named(c));
      default -> literal(escaped(c));
    };
  }

  private static CodePoints named(int c) {
    return switch (c) {
      case 'd' -> Character::isDigit;
      case 'w' -> CodePoints::word;
      case 's' -> x -> Character.isWhitespace(x) || Character.isSpaceChar(x);
      default -> named(Character.toLowerCase(c)).complement();
    };
  }

  private int escaped(int c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> {
        if (SPECIAL.indexOf(c) < 0 && Character.isLetterOrDigit(c)) {
          throw fault("\\" + Character.toString(c) + " is not supported");
        }
        yield c;
      }
    };
  }

  private Part set() {
    boolean complement = accept('^');
    List<CodePoints> parts = new ArrayList<>();
    do {
      parts.add(range());
    } while (more() && regex[at] != ']');
    expect(']');
    CodePoints set = CodePoints.anyOf(parts);
    // The case goes before the complement: [^a] without regard to case is no A either.
    CodePoints cased = ignoreCase ? set.ignoringCase() : set;
    return take(
        complement ? cased.complement() : cased, ignoreCase ? 4 * parts.size() : parts.size());
  }

  private CodePoints range() {
    int low = next();
    if (low == '[') {
      throw fault("a class within a class is not supported; escape the bracket");
    }
    if (low == '\\') {
      int c = next();
      if ("dDwWsS".indexOf(c) >= 0) {
        return named(c);
      }
      low = escaped(c);
    }
    int from = low;
    if (at + 1 < regex.length && regex[at] == '-' && regex[at + 1] != ']') {
      at++;
      int high = next();
      int to = high == '\\' ? escaped(next()) : high;
      if (to < from) {
        throw fault("a range that ends before it begins");
      }
      return c -> c >= from && c <= to;
    }
    return one(from);
  }

  private Part literal(int c) {
    return take(one(c));
  }

  private CodePoints one(int c) {
    int folded = folded(c);
    return ignoreCase ? x -> x == c || folded(x) == folded : x -> x == c;
  }

  /** The same for all forms of a letter, such as the three sigmas. */
  private static int folded(int c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  private static Part take(CodePoints set) {
    return take(set, 1);
  }

  private static Part take(CodePoints set, int parts) {
    return program -> program.add(new LinearPattern.Take(set, parts));
  }

  private static Part place(Place place) {
    return program -> program.add(new LinearPattern.At(place));
  }

  private boolean more() {
    return at < regex.length;
  }

  private int next() {
    if (!more()) {
      throw fault("the expression ends too early");
    }
    return regex[at++];
  }

  private boolean accept(int c) {
    if (more() && regex[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(int c) {
    if (!accept(c)) {
      throw fault("\"" + Character.toString(c) + "\" is missing");
    }
  }

  private int number() {
    int begin = at;
    int value = 0;
    while (more() && regex[at] >= '0' && regex[at] <= '9' && at - begin < 4) {
      value = value * 10 + regex[at++] - '0';
    }
    if (at == begin) {
      throw fault("a number is missing");
    }
    return value;
  }

  private IllegalArgumentException fault(String problem) {
    return new IllegalArgumentException("at character " + at + ": " + problem);
  }
}
