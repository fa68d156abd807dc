package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The Java source of one condition on a field. */
final class JavaLeaf {
  private final Json.Obj condition;
  private final JavaNames names;
  private final String method;
  private final String operator;
  private final boolean temporal;
  private final boolean fold;
  private final StringBuilder constants = new StringBuilder();

  JavaLeaf(Json.Obj condition, JavaNames names, String method) {
    this.condition = condition;
    this.names = names;
    this.method = method;
    this.operator = condition.text("op").orElseThrow();
    String written = condition.get("value").map(Json::toString).orElse("");
    boolean typed =
        List.of("date", "time", "instant").stream().anyMatch(t -> written.contains("{\"" + t));
    boolean asked =
        operator.matches("before|after|olderThan|newerThan|within|timeOfDay|dayOfWeek|business.*");
    boolean other = written.startsWith("{\"field\":") && names.declared(otherField());
    temporal = !amount() && (typed || asked || names.declared(field()) || other);
    fold = condition.get("ignoreCase").isPresent() && !temporal;
  }

  /** Whether the condition is on what is made of the items of a list. */
  private boolean amount() {
    return condition.get("items").isPresent();
  }

  private String otherField() {
    return ((Json.Obj) condition.get("value").get()).text("field").orElseThrow();
  }

  String constants() {
    return constants.toString();
  }

  String body() {
    String path = JavaJudge.quoted(names.inner(field()));
    return body(path, "    Object v = " + names.source(field()) + ";\n");
  }

  /** The body of a method that has found the value. */
  String body(String path, String value) {
    switch (operator) {
      case "isNull", "isNotNull":
        return value + "    return " + not() + "none(v);\n";
      case "isEmpty", "isNotEmpty":
        return value + "    return " + not() + "empty(v);\n";
      case "exists":
        return value + "    return v != NOTHING;\n";
      case "changed":
        return value + "    return changed(e, " + path + ", v);\n";
      default:
    }
    List<String> operands = operands();
    String missing =
        operands.stream().map(o -> " || none(" + o + ")").collect(Collectors.joining());
    String unchanged = "    if (!changed(e, " + path + ", v)) return false;\n";
    if (operator.equals("increased") || operator.equals("decreased")) {
      String text = temporal ? "" : " || v instanceof String";
      return value
          + unchanged
          + ("    Object w = before(e, " + path + ");\n    if (none(v) || none(w)" + text)
          + (") return false;\n    int o = " + order("v", "w") + ";\n")
          + ("    return o != NONE && o " + (operator.equals("increased") ? ">" : "<") + " 0;\n");
    }
    boolean change = operator.equals("changedFrom") || operator.equals("changedTo");
    return value
        + (change ? unchanged : "")
        + (operator.equals("changedFrom") ? "    v = before(e, " + path + ");\n" : "")
        + ("    if (none(v)" + missing + ") return " + whenMissing() + ";\n")
        + ("    return " + not() + "(" + test(operands) + ");\n");
  }

  private String field() {
    return condition.text("field").orElse("");
  }

  private boolean negative() {
    return operator.equals("ne") || operator.matches("not.*|isNot.*|containsNone");
  }

  private String not() {
    return negative() ? "!" : "";
  }

  private String whenMissing() {
    return condition
        .text("missing")
        .map(answer -> Boolean.toString(answer.equals("match")))
        .orElse(Boolean.toString(negative()));
  }

  /** The source of what the field is compared with. */
  private List<String> operands() {
    Optional<Json> value = condition.get("value");
    if (value.isEmpty() || operator.matches("matches|businessHours") || work(value.get())) {
      return List.of();
    }
    if (operator.matches("between|notBetween|timeOfDay")) {
      return ((Json.Arr) value.get()).items().stream().map(this::operand).toList();
    }
    return List.of(operand(value.get()));
  }

  private String operand(Json value) {
    if (value instanceof Json.Obj o && o.text("field").isPresent()) {
      return names.source(o.text("field").get());
    }
    String name = method + "_" + constants.length();
    constants.append("static final Object " + name + " = " + literal(value) + ";\n");
    return name;
  }

  static String literal(Json value) {
    return switch (value) {
      case Json.Arr many when many.items().size() > 20 && lines(many) ->
          "lines(" + JavaJudge.quoted(joined(many)) + ")";
      case Json.Str s -> JavaJudge.quoted(s.value());
      case Json.Num n -> "new BigDecimal(\"" + n.value() + "\")";
      case Json.Bool b -> b.toString();
      case Json.Arr array ->
          "Arrays.asList(new Object[] {"
              + array.items().stream().map(JavaLeaf::literal).collect(Collectors.joining(", "))
              + "})";
      case Json.Obj typed when typed.members().size() == 1 ->
          literal(new ArrayList<>(typed.members().values()).get(0));
      case Json.Obj other -> throw new IllegalArgumentException(other.toString());
      case Json.Null n -> "null";
    };
  }

  private static boolean lines(Json.Arr many) {
    return many.items().stream()
        .allMatch(item -> item instanceof Json.Str s && s.value().indexOf('\n') < 0);
  }

  private static String joined(Json.Arr many) {
    return many.items().stream()
        .map(text -> ((Json.Str) text).value())
        .collect(Collectors.joining("\n"));
  }

  private String order(String a, String b) {
    return temporal
        ? "timely(e, " + a + ", " + b + ")"
        : "order(" + a + ", " + b + ", " + fold + ")";
  }

  private String compared(String other, String sign) {
    String order = order("v", other);
    return "(" + order + " != NONE && " + order + " " + sign + " 0)";
  }

  private String equality() {
    return temporal ? "(a, b) -> timely(e, a, b) == 0" : "(a, b) -> same(a, b, " + fold + ")";
  }

  private String test(List<String> w) {
    return switch (operator) {
      case "eq", "ne", "changedFrom", "changedTo" -> equal(w.get(0));
      case "lt", "before" -> compared(w.get(0), "<");
      case "lte" -> compared(w.get(0), "<=");
      case "gt", "after" -> compared(w.get(0), ">");
      case "gte" -> compared(w.get(0), ">=");
      case "between", "notBetween" -> compared(w.get(0), ">=") + " && " + compared(w.get(1), "<=");
      case "in", "notIn" -> "in(" + w.get(0) + ", v, " + equality() + ")";
      case "contains", "notContains" ->
          "contains(v, " + w.get(0) + ", " + fold + ", " + equality() + ")";
      case "containsAny", "containsNone" -> found(w.get(0)) + " > 0";
      case "containsAll" -> found(w.get(0)) + " == size(" + w.get(0) + ")";
      case "startsWith", "notStartsWith" -> texts(w.get(0), "startsWith");
      case "endsWith", "notEndsWith" -> texts(w.get(0), "endsWith");
      case "matches" -> pattern();
      case "olderThan" -> w.isEmpty() ? worked(" > 0") : aged(w.get(0));
      case "newerThan" -> w.isEmpty() ? worked(" < 0") : aged(w.get(0));
      case "within" -> w.isEmpty() ? worked(".abs() <= 0") : aged(w.get(0));
      case "timeOfDay" -> "timeOfDay(e, v, " + w.get(0) + ", " + w.get(1) + ")";
      case "dayOfWeek" -> "dayOfWeek(e, v, " + w.get(0) + ")";
      case "businessHours" -> "open(e, v, " + calendar(condition.get("value").get()) + ")";
      default -> throw new IllegalArgumentException("nobody told me about " + operator);
    };
  }

  /** With what is known of the literal when the source is written. */
  private String equal(String w) {
    Json literal = condition.get("value").orElseThrow();
    if (!temporal && !fold && literal instanceof Json.Str s) {
      return "v instanceof String && " + JavaJudge.quoted(s.value()) + ".contentEquals((String) v)";
    }
    if (!temporal && literal instanceof Json.Num) {
      return "v instanceof BigDecimal && ((BigDecimal) v).compareTo((BigDecimal) " + w + ") == 0";
    }
    return temporal ? "timely(e, v, " + w + ") == 0" : "same(v, " + w + ", " + fold + ")";
  }

  private String found(String w) {
    return "found(v, " + w + ", " + fold + ", " + equality() + ")";
  }

  private String texts(String w, String call) {
    String with = fold ? "fold((String) %s)" : "((String) %s)";
    return "v instanceof String && "
        + (w + " instanceof String && ")
        + (with.replace("%s", "v") + "." + call + "(" + with.replace("%s", w) + ")");
  }

  private String pattern() {
    String flags =
        "Pattern.DOTALL | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS"
            + (condition.get("ignoreCase").isPresent() ? " | Pattern.CASE_INSENSITIVE" : "");
    String regex = JavaJudge.quoted(Values.regex(condition.text("value").orElseThrow()));
    constants.append(
        "static final Pattern " + method + "_p = Pattern.compile(" + regex + ", " + flags + ");\n");
    String text = fold ? "((String) v).replace('\\u1e9e', '\\u00df')" : "(String) v";
    return "v instanceof String && " + method + "_p.matcher(" + text + ").matches()";
  }

  private String aged(String span) {
    return "aged(e, " + JavaJudge.quoted(operator) + ", v, " + span + ")";
  }

  private static boolean work(Json value) {
    return value instanceof Json.Obj object && object.get("duration").isPresent();
  }

  private String worked(String wanted) {
    Json.Obj value = (Json.Obj) condition.get("value").get();
    String calendar = calendar(value.get("calendar").get());
    String length = "nanos(java.time.Duration.parse(" + literal(value.get("duration").get()) + "))";
    constants.append("static final BigDecimal " + method + "_n = " + length + ";\n");
    String passed = "worked(e, v, " + calendar + ")";
    String[] test = wanted.split(" ", 2);
    return passed + " != null && " + passed + test[0] + ".compareTo(" + method + "_n) " + test[1];
  }

  /** A constant with the calendar that is named. */
  private String calendar(Json named) {
    String name =
        named instanceof Json.Obj o ? o.text("calendar").get() : ((Json.Str) named).value();
    Json.Obj calendar = names.calendar(name);
    if (named instanceof Json.Obj object && object.get("zone").isPresent()) {
      calendar = calendar.toBuilder().put("zone", object.get("zone").get()).build();
    }
    String json = JavaJudge.quoted(calendar.toString());
    constants.append("static final Worked " + method + "_c = calendar(" + json + ");\n");
    return method + "_c";
  }
}
