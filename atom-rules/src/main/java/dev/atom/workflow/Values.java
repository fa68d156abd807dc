package dev.atom.workflow;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Values that hold references: what they refer to, and what becomes of them. */
final class Values {
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");
  private static final int LONGEST_TEXT = 1_000_000;
  private static final int MOST_NODES = 100_000;

  private Values() {}

  /** What values refer to. */
  interface Lookup {
    /** What refers to nothing, for values that don't. */
    Lookup NOTHING =
        new Lookup() {
          @Override
          public Optional<Json> find(Path path) {
            return Optional.empty();
          }

          @Override
          public Json logic(Json rule) {
            return Expressions.evaluate(rule, Json.Obj.EMPTY);
          }
        };

    /** Finds what is at a path; empty if nothing is. */
    Optional<Json> find(Path path);

    /** What an expression gives. */
    Json logic(Json rule);
  }

  /** Is told of what a value refers to, with the JSON Pointer of where it stands. */
  interface Visitor {
    void path(String pointer, Path path);

    void expression(String pointer, Json rule);
  }

  /** Names with dots between. */
  record Path(String text, List<String> steps) {
    static Path of(String text) {
      return new Path(text, List.of(text.split("\\.", -1)));
    }

    String root() {
      return steps.getFirst();
    }

    boolean wellFormed() {
      return text.length() <= 500 && steps.stream().noneMatch(String::isBlank);
    }

    /** What is behind the first steps, within a value. */
    Optional<Json> within(Json value, int from) {
      Json at = value;
      for (String step : steps.subList(from, steps.size())) {
        Json next = null;
        if (at instanceof Json.Obj object) {
          next = object.members().get(step);
        } else if (at instanceof Json.Arr array && INDEX.matcher(step).matches()) {
          int index = Integer.parseInt(step);
          next = index < array.items().size() ? array.items().get(index) : null;
        }
        if (next == null) {
          return Optional.empty();
        }
        at = next;
      }
      return Optional.of(at);
    }
  }

  /** The path if the value is a reference. */
  static Optional<Path> reference(Json value) {
    if (value instanceof Json.Obj object
        && object.members().get("ref") instanceof Json.Str text
        && object.members().keySet().stream()
            .allMatch(m -> m.equals("ref") || m.equals("default"))) {
      return Optional.of(Path.of(text.value()));
    }
    return Optional.empty();
  }

  private static Optional<Json> literal(Json.Obj object) {
    return object.members().size() == 1 ? object.get("literal") : Optional.empty();
  }

  static Json resolve(Json value, Lookup lookup) {
    return switch (value) {
      case Json.Obj object -> object(object, lookup);
      case Json.Arr array -> {
        List<Json> items = new ArrayList<>(array.items().size());
        array.items().forEach(item -> items.add(resolve(item, lookup)));
        yield new Json.Arr(items);
      }
      case Json.Str text -> text.value().contains("${") ? text(text.value(), lookup) : text;
      case Json.Num n -> n;
      case Json.Bool b -> b;
      case Json.Null n -> n;
    };
  }

  private static Json object(Json.Obj object, Lookup lookup) {
    if (object.members().isEmpty()) {
      return object;
    }
    Optional<Path> reference = reference(object);
    if (reference.isPresent()) {
      return lookup
          .find(reference.get())
          .or(() -> object.get("default").map(value -> resolve(value, lookup)))
          .orElseThrow(() -> new StepRefused("unresolved_reference", nothing(reference.get())));
    }
    Optional<Json> literal = literal(object);
    if (literal.isPresent()) {
      return literal.get();
    }
    Optional<Json> rule = Expressions.of(object);
    if (rule.isPresent()) {
      return lookup.logic(rule.get());
    }
    var built = Json.object();
    object.members().forEach((name, member) -> built.put(name, resolve(member, lookup)));
    return built.build();
  }

  private static String nothing(Path path) {
    return "there is nothing at \"" + path.text() + "\"; give the reference a default";
  }

  static Json.Obj resolveObject(Json.Obj value, Lookup lookup) {
    if (resolve(value, lookup) instanceof Json.Obj object) {
      return object;
    }
    throw new StepRefused("wrong_type", "what is expected to be an object is none");
  }

  private static Json text(String text, Lookup lookup) {
    StringBuilder built = new StringBuilder();
    pieces(
        text,
        (piece, isReference) -> {
          if (isReference) {
            Path path = Path.of(piece);
            Json found =
                lookup
                    .find(path)
                    .orElseThrow(() -> new StepRefused("unresolved_reference", nothing(path)));
            built.append(shown(found));
          } else {
            built.append(piece);
          }
          if (built.length() > LONGEST_TEXT) {
            throw new StepRefused(
                "value_too_large", "a text has more than " + LONGEST_TEXT + " characters");
          }
        });
    return Json.of(built.toString());
  }

  /** A value as text: a string without quotes, nothing for null. */
  static String shown(Json value) {
    return switch (value) {
      case Json.Str text -> text.value();
      case Json.Null n -> "";
      case Json.Num n -> n.toString();
      case Json.Bool b -> b.toString();
      case Json.Obj o -> bounded(o).toString();
      case Json.Arr a -> bounded(a).toString();
    };
  }

  /** Splits a text into what stands as it is and paths; an unclosed reference stands as it is. */
  private static void pieces(String text, BiConsumer<String, Boolean> piece) {
    int at = 0;
    while (true) {
      int open = text.indexOf("${", at);
      if (open < 0) {
        piece.accept(text.substring(at), false);
        return;
      }
      if (open > at && text.charAt(open - 1) == '$') {
        piece.accept(text.substring(at, open - 1) + "${", false);
        at = open + 2;
        continue;
      }
      int close = text.indexOf('}', open);
      if (close < 0) {
        piece.accept(text.substring(at), false);
        return;
      }
      piece.accept(text.substring(at, open), false);
      piece.accept(text.substring(open + 2, close).strip(), true);
      at = close + 1;
    }
  }

  /** Every reference and expression in a value. */
  static void visit(Json value, String pointer, Visitor visitor) {
    switch (value) {
      case Json.Obj object -> {
        if (literal(object).isEmpty()) {
          visitObject(object, pointer, visitor);
        }
      }
      case Json.Arr array -> {
        for (int i = 0; i < array.items().size(); i++) {
          visit(array.items().get(i), pointer + "/" + i, visitor);
        }
      }
      case Json.Str text ->
          pieces(
              text.value(),
              (piece, isReference) -> {
                if (isReference) {
                  visitor.path(pointer, Path.of(piece));
                }
              });
      case Json.Num n -> {}
      case Json.Bool b -> {}
      case Json.Null n -> {}
    }
  }

  private static void visitObject(Json.Obj object, String pointer, Visitor visitor) {
    Optional<Json> rule = Expressions.of(object);
    if (rule.isPresent()) {
      visitor.expression(Problems.at(pointer, "logic"), rule.get());
      return;
    }
    Optional<Path> reference = reference(object);
    reference.ifPresent(path -> visitor.path(pointer, path));
    for (Map.Entry<String, Json> member : object.members().entrySet()) {
      if (reference.isEmpty() || member.getKey().equals("default")) {
        visit(member.getValue(), Problems.at(pointer, member.getKey()), visitor);
      }
    }
  }

  /** Whether a value holds a reference or an expression anywhere. */
  static boolean refers(Json value) {
    boolean[] found = new boolean[1];
    visit(
        value,
        "",
        new Visitor() {
          @Override
          public void path(String pointer, Path path) {
            found[0] = true;
          }

          @Override
          public void expression(String pointer, Json rule) {
            found[0] = true;
          }
        });
    return found[0];
  }

  /** The value, refused if it grew so large by referring to itself again and again. */
  static Json bounded(Json value) {
    if (count(value, 0) > MOST_NODES) {
      throw new StepRefused("value_too_large", "a value has more than " + MOST_NODES + " parts");
    }
    return value;
  }

  private static int count(Json value, int before) {
    int count = before + 1;
    if (value instanceof Json.Obj object) {
      for (Json member : object.members().values()) {
        count = count > MOST_NODES ? count : count(member, count);
      }
    } else if (value instanceof Json.Arr array) {
      for (Json item : array.items()) {
        count = count > MOST_NODES ? count : count(item, count);
      }
    } else if (value instanceof Json.Str text) {
      count += text.value().length() / 100;
    }
    return count;
  }
}
