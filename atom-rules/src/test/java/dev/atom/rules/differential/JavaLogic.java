package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/** The Java source of JsonLogic: an expression on the variable of the data. */
final class JavaLogic {
  private final StringBuilder constants = new StringBuilder();
  private final String prefix;
  private int items;

  JavaLogic(String prefix) {
    this.prefix = prefix;
  }

  String constants() {
    return constants.toString();
  }

  /** An expression that is a boolean. */
  String test(Json rule, String data) {
    return "truthy(" + value(rule, data) + ")";
  }

  private String value(Json rule, String data) {
    if (rule instanceof Json.Obj object) {
      String operation = object.members().keySet().iterator().next();
      Json argument = object.members().values().iterator().next();
      return operation(
          operation, argument instanceof Json.Arr a ? a.items() : List.of(argument), data);
    }
    if (rule instanceof Json.Arr list
        && list.items().stream().anyMatch(i -> i instanceof Json.Obj)) {
      return "Arrays.asList(new Object[] {" + all(list.items(), data) + "})";
    }
    String name = prefix + "_" + constants.length();
    constants.append("static final Object " + name + " = " + JavaLeaf.literal(rule) + ";\n");
    return name;
  }

  private String all(List<Json> rules, String data) {
    return rules.stream().map(rule -> value(rule, data)).collect(Collectors.joining(", "));
  }

  private String operation(String operation, List<Json> args, String data) {
    return switch (operation) {
      case "var" -> variable(args, data);
      case "!" -> "!" + test(args.get(0), data);
      case "!!" -> test(args.get(0), data);
      case "and", "or" -> joined(args, data, operation.equals("and") ? " && " : " || ");
      case "if" -> chosen(args, data);
      case "in" -> "in(" + all(args, data) + ")";
      case "startsWith", "endsWith" ->
          "edge(" + all(args, data) + ", " + operation.equals("endsWith") + ")";
      case "some", "none", "all" -> quantified(operation, args, data);
      default ->
          "chain(" + JavaJudge.quoted(operation) + ", new Object[] {" + all(args, data) + "})";
    };
  }

  private String variable(List<Json> args, String data) {
    String path = args.get(0) instanceof Json.Str s ? s.value() : "";
    String otherwise = args.size() < 2 ? "null" : value(args.get(1), data);
    return "or(" + JavaNames.walk(data, path) + ", " + otherwise + ")";
  }

  private String joined(List<Json> args, String data, String with) {
    return args.stream().map(arg -> test(arg, data)).collect(Collectors.joining(with, "(", ")"));
  }

  private String chosen(List<Json> args, String data) {
    if (args.size() < 2) {
      return args.isEmpty() ? "null" : value(args.get(0), data);
    }
    String rest = chosen(args.subList(2, args.size()), data);
    return "("
        + test(args.get(0), data)
        + " ? (Object) ("
        + value(args.get(1), data)
        + ") : "
        + rest
        + ")";
  }

  private String quantified(String operation, List<Json> args, String data) {
    String item = "x" + items++;
    String call = operation.equals("all") ? "every(" : "some(";
    String not = operation.equals("none") ? "!" : "";
    return not
        + call
        + value(args.get(0), data)
        + ", "
        + item
        + " -> "
        + value(args.get(1), item)
        + ")";
  }
}
