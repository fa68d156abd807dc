package dev.atom.benchmarks.rules;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.runtime.KieContainer;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.StatelessKieSession;
import org.kie.api.runtime.rule.FactHandle;

/**
 * Drools by its executable model. Constraints on equality come first in a pattern, so that they can
 * be hashed.
 */
final class Drools extends SinkContender {
  private final KieContainer container;
  private final KieSession session;
  private final StatelessKieSession stateless;
  private final boolean reused;

  Drools(List<List<Test>> rules, boolean reused) {
    this.reused = reused;
    KieServices services = KieServices.Factory.get();
    var id = services.newReleaseId("dev.atom.benchmarks", "rules", "" + System.nanoTime());
    KieFileSystem files = services.newKieFileSystem().generateAndWritePomXML(id);
    files.write("src/main/resources/dev/atom/benchmarks/rules/rules.drl", drl(rules));
    KieBuilder builder = services.newKieBuilder(files).buildAll(ExecutableModelProject.class);
    if (builder.getResults().hasMessages(Message.Level.ERROR)) {
      throw new IllegalStateException(builder.getResults().toString());
    }
    container = services.newKieContainer(id);
    services.getRepository().removeKieModule(id);
    KieBase base = container.getKieBase();
    session = base.newKieSession();
    session.setGlobal("sink", sink);
    stateless = base.newStatelessKieSession();
    stateless.setGlobal("sink", sink);
  }

  private static String drl(List<List<Test>> rules) {
    StringBuilder drl =
        new StringBuilder("package dev.atom.benchmarks.rules;\nimport ")
            .append(EventBean.class.getName() + ";\nglobal " + Sink.class.getName() + " sink;\n");
    for (int i = 0; i < rules.size(); i++) {
      String constraints =
          rules.get(i).stream()
              .sorted(Comparator.comparing(test -> !(test instanceof Test.Eq)))
              .map(Drools::constraint)
              .collect(Collectors.joining(", "));
      drl.append("rule \"r" + i + "\" when EventBean(" + constraints + ") then sink.add(" + i)
          .append("); end\n");
    }
    return drl.toString();
  }

  private static String constraint(Test test) {
    String field = test.field();
    return switch (test) {
      case Test.Eq eq ->
          field + " == " + (eq.value() instanceof String s ? "\"" + s + "\"" : eq.value());
      case Test.In in ->
          in.values().stream()
              .map(text -> "\"" + text + "\"")
              .collect(Collectors.joining(", ", field + " in (", ")"));
      case Test.Range r -> field + " >= " + r.low() + "L, " + field + " <= " + r.high() + "L";
      case Test.Contains c -> field + ".contains(\"" + c.part() + "\")";
    };
  }

  @Override
  public Object prepare(Map<String, Object> event) {
    return new EventBean(event);
  }

  @Override
  void fire(Object prepared) {
    if (reused) {
      FactHandle handle = session.insert(prepared);
      session.fireAllRules();
      session.delete(handle);
    } else {
      stateless.execute(prepared);
    }
  }

  @Override
  public void close() {
    session.dispose();
    container.dispose();
  }
}
