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

  private final Map<String, String> declared;
  private final StringBuilder methods = new StringBuilder();
  private final StringBuilder constants = new StringBuilder();
  private int leaves;

  private JavaJudge(Map<String, String> declared) {
    this.declared = declared;
  }

  static GeneratedRules compile(List<Json.Obj> rules, Map<String, String> declared) {
    JavaJudge judge = new JavaJudge(declared);
    for (int i = 0; i < rules.size(); i++) {
      String condition = judge.expression((Json.Obj) rules.get(i).get("when").orElseThrow());
      judge.methods.append(
          "static boolean rule" + i + "(Plain e) {\n  return " + condition + ";\n}\n");
    }
    StringBuilder cases = new StringBuilder();
    for (int i = 0; i < rules.size(); i++) {
      cases.append("      case " + i + ": return rule" + i + "(e);\n");
    }
    return load(
        "import java.math.BigDecimal;\nimport java.util.Arrays;\nimport java.util.regex.Pattern;\n"
            + "public final class "
            + CLASS
            + " extends dev.atom.rules.differential.GeneratedRules {\n"
            + judge.constants
            + judge.methods
            + "  @Override public boolean matches(int rule, Plain e) {\n    switch (rule) {\n"
            + cases
            + "      default: throw new IllegalArgumentException();\n    }\n  }\n}\n");
  }

  private String expression(Json.Obj condition) {
    if (condition.get("all").isPresent()) {
      return joined(condition, "all", " && ", "true");
    }
    if (condition.get("any").isPresent()) {
      return joined(condition, "any", " || ", "false");
    }
    if (condition.get("not").isPresent()) {
      return "!" + expression((Json.Obj) condition.get("not").get());
    }
    if (condition.get("atLeast").isPresent()) {
      String sum =
          ((Json.Arr) condition.get("of").get())
              .items().stream()
                  .map(item -> "(" + expression((Json.Obj) item) + " ? 1 : 0)")
                  .collect(Collectors.joining(" + "));
      return "(" + sum + " >= " + condition.get("atLeast").get() + ")";
    }
    return leaf(condition);
  }

  private String joined(Json.Obj condition, String member, String operator, String none) {
    List<Json> items = ((Json.Arr) condition.get(member).get()).items();
    return items.isEmpty()
        ? none
        : items.stream()
            .map(item -> expression((Json.Obj) item))
            .collect(Collectors.joining(operator, "(", ")"));
  }

  /** Writes a method for a condition on a field, and gives its call. */
  private String leaf(Json.Obj condition) {
    String method = "condition" + leaves++;
    JavaLeaf leaf = new JavaLeaf(condition, declared, method);
    methods.append("static boolean " + method + "(Plain e) {\n" + leaf.body() + "}\n");
    constants.append(leaf.constants());
    return method + "(e)";
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
