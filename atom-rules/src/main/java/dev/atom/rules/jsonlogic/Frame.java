package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data that an expression sees. The outermost frame is made for each evaluation and counts its
 * steps; iterations and {@code try} put frames inside it. Not thread-safe.
 */
final class Frame {
  /** Json can't be written beyond 500 levels; what is made here stays below. */
  private static final int DEEPEST = 400;

  private final @Nullable Frame outer;
  private final Frame root;
  private Json item;
  private long index;
  private @Nullable Json accumulator;

  private long steps;
  private boolean tolerant;
  private @Nullable Map<String, Json> reads;
  private final @Nullable List<Failure> failures;

  /** The outermost frame; failures are collected and don't end the evaluation if it is tolerant. */
  Frame(Json data, long steps, boolean tolerant, @Nullable Map<String, Json> reads) {
    this.outer = null;
    this.root = this;
    this.item = data;
    this.steps = steps;
    this.tolerant = tolerant;
    this.reads = reads;
    this.failures = tolerant && reads != null ? new ArrayList<>() : null;
  }

  private Frame(Frame outer, Json item) {
    this.outer = outer;
    this.root = outer.root;
    this.item = item;
    this.failures = null;
  }

  Frame inner(Json data) {
    return new Frame(this, data);
  }

  void move(Json to, int at) {
    item = to;
    index = at;
  }

  void accumulate(Json value) {
    accumulator = value;
  }

  boolean outermost() {
    return outer == null;
  }

  /** The frame so many levels up; null beyond the outermost. */
  @Nullable Frame up(int levels) {
    Frame at = this;
    for (int i = 0; i < levels && at != null; i++) {
      at = at.outer;
    }
    return at;
  }

  Json context() {
    Json sum = accumulator;
    if (sum == null) {
      return item;
    }
    Json both = Json.object().put("current", item).put("accumulator", sum).build();
    chargeAll(both);
    return both;
  }

  /** What stands between an item and the data around it. */
  Json iteration() {
    return Json.object().put("index", index).build();
  }

  @Nullable Json member(String key, int at) {
    if (accumulator == null) {
      return Path.step(item, key, at);
    }
    return switch (key) {
      case "current" -> item;
      case "accumulator" -> accumulator;
      default -> null;
    };
  }

  void charge(long work) {
    root.steps -= work;
    if (root.steps < 0) {
      throw Failure.limit();
    }
  }

  /** Charges for a value that becomes part of another one, with all that is in it. */
  void chargeAll(Json value) {
    chargeAll(value, 0);
  }

  private void chargeAll(Json value, int depth) {
    if (depth > DEEPEST) {
      throw Failure.limit();
    }
    charge(1);
    if (value instanceof Json.Arr array) {
      for (Json part : array.items()) {
        chargeAll(part, depth + 1);
      }
    } else if (value instanceof Json.Obj object) {
      object.members().forEach((name, part) -> chargeAll(part, depth + 1));
    }
  }

  /** Equal by content, with the work charged. */
  boolean same(Json a, Json b) {
    if (a instanceof Json.Arr || a instanceof Json.Obj) {
      if (a.getClass() != b.getClass()) {
        return false;
      }
      chargeAll(a);
    } else if (a instanceof Json.Str text) {
      charge(text.value().length() >>> 6);
    }
    return a.equals(b);
  }

  /** The answer of a truth that could not be worked out, or the failure thrown on. */
  boolean tolerate(Failure failure, boolean answer) {
    boolean mistake =
        switch (failure.kind()) {
          case NOT_A_NUMBER, INVALID_ARGUMENTS -> true;
          case THROWN, LIMIT_EXCEEDED, UNKNOWN_OPERATOR -> false;
        };
    if (!root.tolerant || !mistake) {
      throw failure;
    }
    note(failure);
    return answer;
  }

  void note(Failure failure) {
    if (root.failures != null) {
      root.failures.add(failure);
    }
  }

  /** What is left of the steps; negative if more would have been taken. */
  long steps() {
    return root.steps;
  }

  List<Failure> failures() {
    return root.failures == null ? List.of() : root.failures;
  }

  /** Switches tolerance; returns how it was. */
  boolean tolerant(boolean now) {
    boolean before = root.tolerant;
    root.tolerant = now;
    return before;
  }

  /** Notes what was read of the outermost data. */
  void read(String path, Json value) {
    if (root.reads != null) {
      root.reads.putIfAbsent(path, value);
    }
  }
}
