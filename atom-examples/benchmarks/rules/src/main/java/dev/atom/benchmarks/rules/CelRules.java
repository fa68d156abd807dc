package dev.atom.benchmarks.rules;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelRuntime;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** CEL, an expression for each rule, all asked in turn. */
final class CelRules implements Contender {
  private final CelRuntime.Program[] programs;

  CelRules(List<List<Test>> rules) throws Exception {
    CelBuilder builder = CelFactory.standardCelBuilder().addVar("vip", SimpleType.BOOL);
    Workload.TEXTS.forEach(field -> builder.addVar(field, SimpleType.STRING));
    Workload.NUMBERS.forEach(field -> builder.addVar(field, SimpleType.INT));
    Cel cel = builder.setResultType(SimpleType.BOOL).build();
    programs = new CelRuntime.Program[rules.size()];
    for (int i = 0; i < programs.length; i++) {
      String expression =
          rules.get(i).stream().map(CelRules::expression).collect(Collectors.joining(" && "));
      programs[i] = cel.createProgram(cel.compile(expression).getAst());
    }
  }

  private static String expression(Test test) {
    String field = test.field();
    return switch (test) {
      case Test.Eq eq ->
          field + " == " + (eq.value() instanceof String s ? "\"" + s + "\"" : eq.value());
      case Test.In in ->
          in.values().stream()
              .map(text -> "\"" + text + "\"")
              .collect(Collectors.joining(", ", field + " in [", "]"));
      case Test.Range r -> field + " >= " + r.low() + " && " + field + " <= " + r.high();
      case Test.Contains c -> field + ".contains(\"" + c.part() + "\")";
    };
  }

  @Override
  public Object prepare(Map<String, Object> event) {
    return event;
  }

  @Override
  @SuppressWarnings("unchecked")
  public int match(Object prepared) throws Exception {
    int count = 0;
    for (CelRuntime.Program program : programs) {
      if ((Boolean) program.eval((Map<String, Object>) prepared)) {
        count++;
      }
    }
    return count;
  }

  @Override
  @SuppressWarnings("unchecked")
  public BitSet matches(Object prepared) throws Exception {
    BitSet matched = new BitSet();
    for (int i = 0; i < programs.length; i++) {
      matched.set(i, (Boolean) programs[i].eval((Map<String, Object>) prepared));
    }
    return matched;
  }
}
