package dev.atom.benchmarks.rules;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The bound of compiling rules without an index: Java source, a method for each rule. */
public final class Generated extends SinkContender {
  private static final int METHODS = 500;

  private final Matcher matcher;

  /** What the source implements. */
  public interface Matcher {
    /** Adds the rules that match. */
    void match(Map<String, Object> event, Sink sink);
  }

  Generated(List<List<Test>> rules) throws IOException, ReflectiveOperationException {
    Map<String, String> sources = new HashMap<>();
    StringBuilder calls = new StringBuilder();
    for (int from = 0; from < rules.size(); from += METHODS) {
      int to = Math.min(rules.size(), from + METHODS);
      sources.put("Part" + from, part(rules, from, to));
      calls.append("    Part").append(from).append(".match(e, sink);\n");
    }
    sources.put(
        "Whole",
        "public final class Whole implements dev.atom.benchmarks.rules.Generated.Matcher {\n"
            + "  public void match(java.util.Map<String, Object> e, dev.atom.benchmarks.rules.Sink"
            + " sink) {\n"
            + calls
            + "  }\n}\n");
    matcher = (Matcher) compiled(sources).loadClass("Whole").getConstructor().newInstance();
  }

  private static String part(List<List<Test>> rules, int from, int to) {
    StringBuilder source =
        new StringBuilder("import java.util.*;\nfinal class Part" + from + " {\n");
    StringBuilder calls = new StringBuilder();
    for (int i = from; i < to; i++) {
      String condition =
          rules.get(i).stream().map(Generated::expression).collect(Collectors.joining(" && "));
      source
          .append("  static boolean r" + i + "(Map<String, Object> e) {\n    return ")
          .append(condition + ";\n  }\n");
      calls.append("    if (r" + i + "(e)) sink.add(" + i + ");\n");
    }
    return source
        .append(
            "  static void match(Map<String, Object> e, dev.atom.benchmarks.rules.Sink sink) {\n")
        .append(calls + "  }\n}\n")
        .toString();
  }

  private static String expression(Test test) {
    String value = "e.get(\"" + test.field() + "\")";
    return switch (test) {
      case Test.Eq eq ->
          eq.value() instanceof String text
              ? "\"" + text + "\".equals(" + value + ")"
              : "((Boolean) " + value + ") == " + eq.value();
      case Test.In in ->
          in.values().stream()
              .map(text -> "\"" + text + "\".equals(" + value + ")")
              .collect(Collectors.joining(" || ", "(", ")"));
      case Test.Range r ->
          "((Long) "
              + value
              + ") >= "
              + r.low()
              + "L && ((Long) "
              + value
              + ") <= "
              + r.high()
              + "L";
      case Test.Contains c -> "((String) " + value + ").contains(\"" + c.part() + "\")";
    };
  }

  private static ClassLoader compiled(Map<String, String> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> files =
        sources.entrySet().stream().map(e -> source(e.getKey(), e.getValue())).toList();
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    StringWriter messages = new StringWriter();
    String path = System.getProperty("java.class.path");
    List<String> options = List.of("-proc:none", "-nowarn", "-cp", path);
    try (JavaFileManager manager =
        new InMemory(compiler.getStandardFileManager(null, null, null), classes)) {
      if (!compiler.getTask(messages, manager, null, options, null, files).call()) {
        throw new IllegalStateException(messages.toString());
      }
    }
    return new Loader(classes);
  }

  private static JavaFileObject source(String name, String source) {
    return new SimpleJavaFileObject(
        URI.create("mem:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }

  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    InMemory(JavaFileManager manager, Map<String, ByteArrayOutputStream> classes) {
      super(manager);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("mem:///" + name + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          return classes.computeIfAbsent(name, n -> new ByteArrayOutputStream());
        }
      };
    }
  }

  private static final class Loader extends ClassLoader {
    private final Map<String, ByteArrayOutputStream> classes;

    Loader(Map<String, ByteArrayOutputStream> classes) {
      super(Generated.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      ByteArrayOutputStream bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes.toByteArray(), 0, bytes.size());
    }
  }

  @Override
  public Object prepare(Map<String, Object> event) {
    return event;
  }

  @Override
  @SuppressWarnings("unchecked")
  void fire(Object prepared) {
    matcher.match((Map<String, Object>) prepared, sink);
  }
}
