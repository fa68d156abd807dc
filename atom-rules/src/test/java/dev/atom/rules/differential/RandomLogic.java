package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;

/** JsonLogic at random: what an index could know of, and more around it. */
final class RandomLogic {
  private static final List<String> COMPARISONS =
      List.of("==", "==", "!=", "===", "!==", "<", "<=", ">", ">=");

  private final Draw draw;
  private final World world;

  RandomLogic(Draw draw, World world) {
    this.draw = draw;
    this.world = world;
  }

  /** An operation that is true or false; on an item, or on the facts. */
  Json rule(boolean item) {
    return truth(item, 0);
  }

  /** What is true or false only by what it is taken for. */
  Json value(boolean item) {
    return draw.chance(0.5)
        ? variable(item)
        : operation(
            "if",
            truth(item, 2),
            draw.value("any", 0),
            draw.chance(0.5) ? truth(item, 2) : variable(item));
  }

  private Json operation(String name, Json... arguments) {
    return Json.object().put(name, Json.array(List.of(arguments))).build();
  }

  private Json truth(boolean item, int depth) {
    int form = draw.number(depth < 2 ? 20 : 14);
    return switch (form) {
      case 0, 1, 2, 3, 4 -> comparison(item);
      case 5, 6 -> operation("in", variable(item), literals());
      case 7, 8 -> draw.chance(0.4) ? inList(item) : inText(item);
      case 9, 10 ->
          operation(
              draw.chance(0.7) ? "startsWith" : "endsWith",
              draw.chance(0.9) ? variable(item) : literal(),
              part(item));
      case 11 -> operation(draw.chance(0.5) ? "!" : "!!", variable(item));
      case 12, 13 -> draw.chance(0.8) ? quantified(item) : operation("!!", value(item));
      case 14, 15, 16 -> operation("!", truth(item, depth + 1));
      default -> joined(item, depth);
    };
  }

  private Json inText(boolean item) {
    return operation("in", part(item), draw.chance(0.9) ? variable(item) : literal());
  }

  /** Short texts in lists of short texts, or numbers in lists of those. */
  private Json inList(boolean item) {
    String list = item ? "subs" : draw.one(List.of("tags", "tags", "l", "k"));
    Json part = list.equals("tags") ? Json.of(draw.small(1)) : draw.value("number", 0);
    return operation("in", part, Json.object().put("var", list).build());
  }

  private Json joined(boolean item, int depth) {
    List<Json> parts = new ArrayList<>();
    for (int i = draw.number(1, 4); i > 0; i--) {
      parts.add(truth(item, depth + 1));
    }
    return Json.object().put(draw.chance(0.5) ? "and" : "or", Json.array(parts)).build();
  }

  private Json comparison(boolean item) {
    Json left = variable(item);
    Json right = draw.chance(0.2) ? variable(item) : literal();
    String operator = draw.one(COMPARISONS);
    if (draw.chance(0.1)) {
      return operation(operator, literal(), left, right);
    }
    return draw.chance(0.3) ? operation(operator, right, left) : operation(operator, left, right);
  }

  /** Their own {@code all} can't stand among conditions without further signs, so it is within. */
  private Json quantified(boolean item) {
    String name = draw.one(List.of("some", "none", "all"));
    Json list =
        Json.object()
            .put(
                "var",
                item ? draw.one(List.of("subs", "x")) : draw.one(List.of("rows", "l", "tags", "a")))
            .build();
    Json quantified = operation(name, list, draw.chance(0.4) ? truth(true, 2) : onItem());
    return name.equals("all") ? operation("!!", quantified) : quantified;
  }

  private Json onItem() {
    Json item = Json.object().put("var", "").build();
    switch (draw.number(4)) {
      case 0:
        return operation(draw.chance(0.5) ? "!!" : "!", item);
      case 1:
        return operation("in", Json.of(draw.small(1)), item);
      default:
    }
    return operation(
        draw.one(List.of("==", "!=", "===", "!==", "in")),
        item,
        draw.chance(0.3) ? literals() : literal());
  }

  private Json variable(boolean item) {
    String path =
        item
            ? draw.one(List.of("x", "n", "s", "at", "", "subs.0"))
            : draw.one(world.paths().stream().filter(p -> !p.startsWith("@")).toList());
    Json name = Json.of(path);
    return Json.object()
        .put(
            "var",
            draw.chance(0.1)
                ? Json.array(List.of(name, literal()))
                : draw.chance(0.1) ? Json.array(List.of(name)) : name)
        .build();
  }

  private Json part(boolean item) {
    return draw.chance(0.2) ? variable(item) : Json.of(draw.small(3));
  }

  private Json literal() {
    return switch (draw.number(8)) {
      case 0, 1 -> draw.value("number", 0);
      case 2 -> draw.value("any", 0);
      case 3 -> Json.of(draw.one(List.of("1", " 1 ", "0", "", "1e2", "-1.50")));
      case 4, 5 -> Json.of(draw.small(draw.chance(0.5) ? 1 : 4));
      default -> draw.value("text", 0);
    };
  }

  private Json literals() {
    List<Json> items = new ArrayList<>();
    for (int i = draw.number(5); i > 0; i--) {
      items.add(literal());
    }
    return Json.array(items);
  }
}
