package dev.atom.benchmarks.rules;

import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.evrete.KnowledgeService;
import org.evrete.api.Knowledge;
import org.evrete.api.StatefulSession;
import org.evrete.api.builders.LhsBuilder;
import org.evrete.api.builders.RuleSetBuilder;

/** Evrete with predicates in Java, on the calling thread alone. */
final class Evrete extends SinkContender {
  private final KnowledgeService service;
  private final StatefulSession session;

  Evrete(List<List<Test>> rules) {
    service = KnowledgeService.builder().withExecutor(new Inline()).build();
    Knowledge knowledge = service.newKnowledge();
    RuleSetBuilder<Knowledge> set = knowledge.builder();
    for (int i = 0; i < rules.size(); i++) {
      LhsBuilder<Knowledge> left = set.newRule("r" + i).forEach("$e", EventBean.class);
      for (Test test : rules.get(i)) {
        left.where(predicate(test), "$e." + test.field());
      }
      int number = i;
      left.execute(context -> sink.add(number));
    }
    session = set.build().newStatefulSession();
  }

  private static Predicate<Object[]> predicate(Test test) {
    return switch (test) {
      case Test.Eq eq -> values -> eq.value().equals(values[0]);
      case Test.In in -> values -> in.values().contains(values[0]);
      case Test.Range r -> values -> (Long) values[0] >= r.low() && (Long) values[0] <= r.high();
      case Test.Contains c -> values -> ((String) values[0]).contains(c.part());
    };
  }

  @Override
  public Object prepare(Map<String, Object> event) {
    return new EventBean(event);
  }

  @Override
  void fire(Object prepared) {
    session.insertAndFire(prepared);
    session.clear();
  }

  @Override
  public void close() {
    session.close();
    service.shutdown();
  }

  /** Runs everything at once. */
  private static final class Inline extends AbstractExecutorService {
    private boolean down;

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {
      down = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
      down = true;
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return down;
    }

    @Override
    public boolean isTerminated() {
      return down;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return down;
    }
  }
}
