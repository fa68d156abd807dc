package dev.atom.rules;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.rules.ExternalFacts.Question;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Asks for what rules hang on: conditions are first true, false or open; what open ones ask is asked
 * all at once, and only of rules that no rule decided before them keeps from firing. Only rules that
 * may fire are looked at: what is false without an answer stays false with it.
 */
record ExternalRound(Matcher rules, ExternalFacts source, CallContext context) {

  /** Whether a condition holds, as far as that can be told. */
  enum Verdict {
    TRUE,
    FALSE,
    OPEN;

    static Verdict of(boolean holds) {
      return holds ? TRUE : FALSE;
    }
  }

  /** The scope with the answers to all that rules hang on in the given one. */
  Scope answered(Scope scope) {
    List<CompiledRule> candidates = rules.candidates(scope);
    Map<Question, String> wanted = new LinkedHashMap<>();
    open(
        candidates,
        scope,
        (rule, node) -> {
          Question question = node.question(scope);
          if (question != null) {
            wanted.put(question, rule);
          }
        });
    if (wanted.isEmpty()) {
      return scope;
    }
    Scope answered = scope.with(ask(List.copyOf(wanted.keySet())));
    open(
        candidates,
        answered,
        (rule, node) -> {
          throw new ExternalFactUnavailable(
              rule, node.id(), node.condition().external(), answered.answers().why());
        });
    return answered;
  }

  private Answers ask(List<Question> questions) {
    EvaluationCancelled.throwIfCancelled(context);
    if (context.deadline().passed()) {
      return Answers.of(questions, Map.of(), "there was no time left to ask");
    }
    Map<Question, Json> known;
    try {
      known = source.ask(questions, context);
    } catch (RuntimeException e) {
      EvaluationCancelled.throwIfCancelled(context);
      return Answers.of(questions, Map.of(), "asking failed: " + said(e));
    }
    EvaluationCancelled.throwIfCancelled(context);
    return context.deadline().passed()
        ? Answers.of(questions, Map.of(), "the answer came too late")
        : Answers.of(questions, known, "there was no answer");
  }

  /** Atom's messages hold no secret; anybody else's may. */
  private static String said(RuntimeException e) {
    return e instanceof AtomException known
        ? known.code() + ": " + known.getMessage()
        : e.getClass().getName();
  }

  /** Passes on the open conditions of the rules that may yet fire. */
  private static void open(
      List<CompiledRule> candidates, Scope scope, BiConsumer<String, ExternalNode> action) {
    Set<String> taken = new HashSet<>();
    for (CompiledRule compiled : candidates) {
      Rule rule = compiled.rule();
      if (compiled.exclusiveGroup().filter(taken::contains).isPresent()) {
        continue;
      }
      Verdict verdict = verdict(compiled.condition(), scope);
      if (verdict == Verdict.OPEN) {
        open(compiled.condition(), scope, rule.id(), action);
      } else if (verdict == Verdict.TRUE) {
        compiled.exclusiveGroup().ifPresent(taken::add);
        if (rule.stop()) {
          return;
        }
      }
    }
  }

  private static void open(
      Node node, Scope scope, String rule, BiConsumer<String, ExternalNode> action) {
    if (verdict(node, scope) != Verdict.OPEN) {
      return;
    }
    switch (node) {
      case Node.All all -> all.nodes().forEach(each -> open(each, scope, rule, action));
      case Node.AtLeast some -> some.nodes().forEach(each -> open(each, scope, rule, action));
      case Node.Not not -> open(not.node(), scope, rule, action);
      case ExternalNode external -> action.accept(rule, external);
      default -> throw new IllegalStateException("nothing is open in " + node);
    }
  }

  static boolean mayHold(Node node, Scope scope) {
    return verdict(node, scope) != Verdict.FALSE;
  }

  static Verdict verdict(Node node, Scope scope) {
    if (!node.asks()) {
      return Verdict.of(node.test(scope));
    }
    return switch (node) {
      case Node.All all -> atLeast(all.nodes().size(), all.nodes(), scope);
      case Node.AtLeast some -> atLeast(some.count(), some.nodes(), scope);
      case Node.Not not ->
          switch (verdict(not.node(), scope)) {
            case TRUE -> Verdict.FALSE;
            case FALSE -> Verdict.TRUE;
            case OPEN -> Verdict.OPEN;
          };
      case ExternalNode external ->
          external.open(scope) ? Verdict.OPEN : Verdict.of(external.test(scope));
      default -> throw new IllegalStateException("nothing is asked in " + node);
    };
  }

  private static Verdict atLeast(int count, List<Node> nodes, Scope scope) {
    int held = 0;
    int open = 0;
    for (Node node : nodes) {
      Verdict verdict = verdict(node, scope);
      held += verdict == Verdict.TRUE ? 1 : 0;
      open += verdict == Verdict.OPEN ? 1 : 0;
    }
    if (held >= count) {
      return Verdict.TRUE;
    }
    return held + open >= count ? Verdict.OPEN : Verdict.FALSE;
  }
}
