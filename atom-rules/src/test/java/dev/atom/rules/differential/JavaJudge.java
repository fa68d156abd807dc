package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Writes rules as Java source, compiles it in memory and loads it with a loader of its own. */
final class JavaJudge {
  private static final String CLASS = "Generated";

  /** What every method but those of rules takes. */
  private static final String PARAMETERS = "(Plain e, Object i1, Object i2, Object i3)";

  private final StringBuilder methods = new StringBuilder();
  private final StringBuilder constants = new StringBuilder();
  private int leaves;

  private JavaJudge() {}

  static GeneratedRules compile(List<Json.Obj> rules, JavaNames names) {
    JavaJudge judge = new JavaJudge();
    for (int i = 0; i < rules.size(); i++) {
      String condition = judge.rule(rules.get(i), names);
      judge.methods.append(
          "static boolean rule"
              + i
              + "(Plain e) {\n  Object i1 = NOTHING, i2 = NOTHING, i3 = NOTHING;\n  return "
              + condition
              + ";\n}\n");
    }
    StringBuilder cases = new StringBuilder();
    for (int i = 0; i < rules.size(); i++) {
      cases.append("      case " + i + ": return rule" + i + "(e);\n");
    }
    return load(
        "import java.math.BigDecimal;\nimport java.util.*;\nimport java.util.regex.Pattern;\n"
            + "public final class "
            + CLASS
            + " extends dev.atom.rules.differential.GeneratedRules {\n"
            + judge.constants
            + judge.methods
            + "  @Override public boolean matches(int rule, Plain e) {\n    switch (rule) {\n"
            + cases
            + "      default: throw new IllegalArgumentException();\n    }\n  }\n}\n");
  }

  private String rule(Json.Obj rule, JavaNames names) {
    List<String> all = new ArrayList<>();
    List<Json> on = rule.get("on").map(list -> ((Json.Arr) list).items()).orElse(List.of());
    if (!on.isEmpty()) {
      String id = rule.text("id").orElseThrow();
      all.add(
          on.stream()
              .map(trigger -> trigger((Json.Obj) trigger, id, names))
              .collect(Collectors.joining(" || ", "(", ")")));
    }
    Json.Obj effective = (Json.Obj) rule.get("effective").orElse(Json.Obj.EMPTY);
    String instant = "java.time.Instant.parse(\"%s\")";
    effective
        .text("from")
        .ifPresent(from -> all.add("!e.now().isBefore(" + instant.replace("%s", from) + ")"));
    effective
        .text("to")
        .ifPresent(to -> all.add("e.now().isBefore(" + instant.replace("%s", to) + ")"));
    all.add(expression((Json.Obj) rule.get("when").orElseThrow(), names));
    return String.join(" && ", all);
  }

  private String trigger(Json.Obj trigger, String rule, JavaNames names) {
    String status = trigger.text("status").orElse("");
    if (trigger.get("changed").isPresent()) {
      return ((Json.Arr) trigger.get("changed").get())
          .items().stream()
              .map(path -> changed(((Json.Str) path).value(), names))
              .collect(Collectors.joining(" || ", "(", ")"));
    }
    if (!status.isEmpty()) {
      String from = trigger.text("from").map(t -> before(status, t)).orElse("true");
      String to = trigger.text("to").map(t -> now(status, t, names)).orElse("true");
      return "(" + changed(status, names) + " && " + from + " && " + to + ")";
    }
    String kind =
        trigger
            .text("event")
            .orElseGet(
                () -> {
                  Map.Entry<String, Json> only = trigger.members().entrySet().iterator().next();
                  String name =
                      only.getKey().equals("due") ? rule : ((Json.Str) only.getValue()).value();
                  return only.getKey() + ":" + name;
                });
    return "e.kind().equals(" + quoted(kind) + ")";
  }

  private static String changed(String path, JavaNames names) {
    return "changed(e, " + quoted(path) + ", " + names.source(path) + ")";
  }

  private static String before(String path, String text) {
    return quoted(text) + ".equals(before(e, " + quoted(path) + "))";
  }

  private static String now(String path, String text, JavaNames names) {
    return quoted(text) + ".equals(" + names.source(path) + ")";
  }

  private String expression(Json.Obj condition, JavaNames names) {
    if (condition.get("items").isPresent()) {
      return items(condition, names);
    }
    String first = condition.members().keySet().iterator().next();
    if (condition.get("logic").isPresent() || Reading.LOGIC.contains(first)) {
      JavaLogic logic = new JavaLogic("logic" + leaves++);
      String test = logic.test(condition.get("logic").orElse(condition), names.item());
      constants.append(logic.constants());
      return test;
    }
    return switch (first) {
      case "all" -> joined(condition, names, " && ", "true");
      case "any" -> joined(condition, names, " || ", "false");
      case "not" -> "!" + expression((Json.Obj) condition.get("not").get(), names);
      case "atLeast" -> {
        String sum =
            ((Json.Arr) condition.get("of").get())
                .items().stream()
                    .map(item -> "(" + expression((Json.Obj) item, names) + " ? 1 : 0)")
                    .collect(Collectors.joining(" + "));
        yield "(" + sum + " >= " + condition.get("atLeast").get() + ")";
      }
      default -> leaf(condition, names);
    };
  }

  private String joined(Json.Obj condition, JavaNames names, String operator, String none) {
    List<Json> items = ((Json.Arr) condition.members().values().iterator().next()).items();
    return items.isEmpty()
        ? none
        : items.stream()
            .map(item -> expression((Json.Obj) item, names))
            .collect(Collectors.joining(operator, "(", ")"));
  }

  /** Writes a method for a condition on a field, and gives its call. */
  private String leaf(Json.Obj condition, JavaNames names) {
    String method = "condition" + leaves++;
    JavaLeaf leaf = new JavaLeaf(condition, names, method);
    return method(method, leaf.body(), leaf.constants());
  }

  private String method(String name, String body, String fields) {
    methods.append("static boolean " + name + PARAMETERS + " {\n" + body + "}\n");
    constants.append(fields);
    return name + "(e, " + JavaNames.ITEMS + ")";
  }

  /** Writes a method with a loop over the items. */
  private String items(Json.Obj condition, JavaNames names) {
    String path = condition.text("items").orElseThrow();
    JavaNames inside = names.in(path);
    String fold =
        Reading.FOLDS.stream().filter(f -> condition.get(f).isPresent()).findFirst().get();
    Json each = condition.get(condition.text(fold).isPresent() ? "where" : fold).orElse(null);
    String test = each == null ? "true" : expression((Json.Obj) each, inside);
    String list = "    Object list = " + names.source(path) + ";\n";
    String loop = "for (Object item : (List<?>) list) {\n      " + inside.item() + " = item;\n";
    String method = "items" + leaves++;
    if (condition.get("op").isPresent()) {
      JavaLeaf leaf = new JavaLeaf(condition, names, method);
      String of = condition.text(fold).map(inside::source).orElse("item");
      String none = condition.text(fold).isPresent() ? "!none(w) && " : "";
      String value =
          list
              + "    Object v = none(list) ? NOTHING : WRONG;\n    if (list instanceof List) {\n"
              + ("    List<Object> picked = new ArrayList<>();\n    " + loop)
              + ("      Object w = "
                  + of
                  + ";\n      if ("
                  + none
                  + test
                  + ") picked.add(w);\n    }\n")
              + ("    v = folded(" + quoted(fold) + ", picked);\n    }\n");
      return method(method, leaf.body("\"\"", value), leaf.constants());
    }
    boolean none = fold.equals("none");
    String missing =
        condition.text("missing").map(answer -> "" + answer.equals("match")).orElse("" + none);
    String settles = fold.equals("all") ? "!" + test : test;
    String found = "" + fold.equals("any");
    String body =
        list
            + ("    if (none(list)) return " + missing + ";\n")
            + ("    if (!(list instanceof List)) return " + none + ";\n    " + loop)
            + ("      if (" + settles + ") return " + found + ";\n    }\n")
            + ("    return !" + found + ";\n");
    return method(method, body, "");
  }

  static String quoted(String text) {
    StringBuilder java = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c >= ' ' && c < 127 && c != '"' && c != '\\') {
        java.append(c);
      } else {
        java.append(String.format(Locale.ROOT, c > 0xFF ? "\\u%04x" : "\\%03o", (int) c));
      }
    }
    return java.append('"').toString();
  }

  private static GeneratedRules load(String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("mem:///" + CLASS + ".java"), Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of("-proc:none", "-nowarn", "-XDuseUnsharedTable", "-cp", classPath());
    try (JavaFileManager files =
        new InMemory(compiler.getStandardFileManager(null, null, null), classes)) {
      if (!compiler
          .getTask(messages, files, null, new ArrayList<>(options), null, List.of(file))
          .call()) {
        throw new IllegalStateException(messages + source);
      }
      return (GeneratedRules)
          new Thrown(classes).loadClass(CLASS).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String classPath() {
    return List.of(GeneratedRules.class, Json.class).stream()
        .map(c -> c.getProtectionDomain().getCodeSource().getLocation())
        .map(url -> new java.io.File(URI.create(url.toString())).getPath())
        .collect(Collectors.joining(java.io.File.pathSeparator));
  }

  /** Keeps what the compiler writes. */
  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
      super(files);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("mem:///" + className + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          return classes.computeIfAbsent(className, name -> new ByteArrayOutputStream());
        }
      };
    }
  }

  /** The loader of one batch; it and its class go when nobody holds the rules any more. */
  private static final class Thrown extends ClassLoader {
    private final Map<String, ByteArrayOutputStream> classes;

    Thrown(Map<String, ByteArrayOutputStream> classes) {
      super(GeneratedRules.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!classes.containsKey(name)) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = classes.get(name).toByteArray();
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
