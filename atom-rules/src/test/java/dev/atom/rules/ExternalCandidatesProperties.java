package dev.atom.rules;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.external;
import static dev.atom.rules.Condition.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.rules.ExternalFacts.Question;
import dev.atom.rules.ExternalNode.Argument;
import dev.atom.rules.ExternalRound.Verdict;
import dev.atom.rules.Problems.Place;
import dev.atom.rules.RuleDocument.Placed;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Asking only what candidates of the index hang on is asking what a walk over all rules would. */
class ExternalCandidatesProperties {
  /** Knows all facts, and a calendar. */
  private static final RuleVocabulary OPEN =
      RuleVocabulary.OPEN.with(RandomRules.VOCABULARY.calendars());

  private static final Instant NOW = RandomRules.NOW;
  private static final Map<String, GroupMode> GROUPS =
      Map.of("first", GroupMode.FIRST, "other", GroupMode.FIRST);

  private static List<CompiledRule> compiled(List<Rule> rules) {
    List<Placed> placed =
        rules.stream().map(rule -> new Placed(rule, Place.TOP.inRule(rule.id()))).toList();
    Problems problems = new Problems();
    List<CompiledRule> compiled =
        new RuleCompiler(OPEN, RuleLimits.DEFAULT, problems).compile(placed, GROUPS, 0);
    problems.throwIfAny();
    return compiled;
  }

  /** What is asked and decided if every rule is looked at, one after the other. */
  private record Walk(List<CompiledRule> inFiring) {

    static Walk over(List<Rule> rules) {
      return new Walk(compiled(rules).stream().sorted(CompiledRule.FIRING).toList());
    }

    /** The open conditions of rules that may fire, with the rule. */
    private Map<ExternalNode, String> open(Scope scope) {
      Map<ExternalNode, String> open = new LinkedHashMap<>();
      Set<String> taken = new HashSet<>();
      for (CompiledRule rule : inFiring) {
        boolean free = rule.exclusiveGroup().map(group -> !taken.contains(group)).orElse(true);
        if (!rule.rule().enabled() || !free) {
          continue;
        }
        Verdict verdict = ExternalRound.verdict(rule.condition(), scope);
        if (verdict == Verdict.OPEN) {
          open(rule.condition(), scope, rule.rule().id(), open);
        } else if (verdict == Verdict.TRUE) {
          rule.exclusiveGroup().ifPresent(taken::add);
          if (rule.rule().stop()) {
            return open;
          }
        }
      }
      return open;
    }

    private static void open(Node node, Scope scope, String rule, Map<ExternalNode, String> found) {
      if (ExternalRound.verdict(node, scope) != Verdict.OPEN) {
        return;
      }
      switch (node) {
        case Node.All every -> every.nodes().forEach(each -> open(each, scope, rule, found));
        case Node.AtLeast some -> some.nodes().forEach(each -> open(each, scope, rule, found));
        case Node.Not not -> open(not.node(), scope, rule, found);
        case ExternalNode asking -> found.putIfAbsent(asking, rule);
        default -> throw new AssertionError("nothing is open in " + node);
      }
    }

    List<Question> questions(Scope scope) {
      Set<Question> questions = new LinkedHashSet<>();
      open(scope).keySet().forEach(node -> questions.add(node.question(scope)));
      return List.copyOf(questions);
    }

    List<String> fired(Scope scope) {
      List<String> fired = new ArrayList<>();
      Set<String> taken = new HashSet<>();
      for (CompiledRule rule : inFiring) {
        boolean free = rule.exclusiveGroup().map(group -> !taken.contains(group)).orElse(true);
        if (rule.rule().enabled() && free && rule.condition().test(scope)) {
          fired.add(rule.rule().id());
          rule.exclusiveGroup().ifPresent(taken::add);
          if (rule.rule().stop()) {
            break;
          }
        }
      }
      return fired;
    }
  }

  /** Knows most answers, and remembers what it was asked. */
  private static final class Desk implements ExternalFacts {
    private final Random random;
    private final List<Question> asked = new ArrayList<>();
    private final Map<Question, Json> known = new HashMap<>();
    private int calls;

    Desk(Random random) {
      this.random = random;
    }

    @Override
    public Map<Question, Json> ask(List<Question> questions, CallContext context) {
      calls++;
      asked.addAll(questions);
      for (Question question : questions) {
        int answer = random.nextInt(5);
        if (answer > 0) {
          known.put(question, answer == 1 ? Json.NULL : Json.of(answer % 2));
        }
      }
      return known;
    }
  }

  /** How often each course was taken, so that none is tried by accident only. */
  private static final class Tally {
    private int asking;
    private int failing;
    private int silent;
  }

  private static void compare(RuleSet set, Facts facts, Random random, Tally tally) {
    compare(set, Walk.over(set.rules()), facts, random, tally);
  }

  private static void compare(RuleSet set, Walk walk, Facts facts, Random random, Tally tally) {
    Scope scope = new Scope(facts, NOW);
    List<Question> questions = walk.questions(scope);
    Desk desk = new Desk(random);
    Optional<List<String>> fired = Optional.empty();
    String failed = "";
    try {
      Decision decision = set.evaluate(facts, NOW, desk, CallContext.create());
      fired = Optional.of(decision.fired().stream().map(Rule::id).toList());
    } catch (ExternalFactUnavailable e) {
      failed = e.rule() + " " + e.condition();
    }
    assertThat(desk.asked).as("on %s", facts.values()).isEqualTo(questions);
    assertThat(desk.calls).isEqualTo(questions.isEmpty() ? 0 : 1);
    Scope answered =
        questions.isEmpty()
            ? scope
            : scope.with(Answers.of(questions, desk.known, "there was no answer"));
    String expected =
        questions.isEmpty()
            ? ""
            : walk.open(answered).entrySet().stream()
                .findFirst()
                .map(open -> open.getValue() + " " + open.getKey().id())
                .orElse("");
    assertThat(failed).isEqualTo(expected);
    if (failed.isEmpty()) {
      assertThat(fired).contains(walk.fired(answered));
    }
    tally.asking += questions.isEmpty() ? 0 : 1;
    tally.silent += questions.isEmpty() ? 1 : 0;
    tally.failing += failed.isEmpty() ? 0 : 1;
  }

  private static RuleSet set(List<Rule> rules) {
    return RuleSet.of(rules, GROUPS, OPEN);
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void asksAndDecidesAsAWalkOverAllRules(@ForAll long seed, @ForAll int size) {
    Random random = new Random(seed);
    RandomRules rules = new RandomRules(random, 20);
    Tally tally = new Tally();
    RuleSet set = set(rules.rules(1 + Math.floorMod(size, 60)));
    Walk walk = Walk.over(set.rules());
    for (int i = 0; i < 20; i++) {
      compare(set, walk, rules.facts(), random, tally);
    }
  }

  @Property(tries = 5, edgeCases = EdgeCasesMode.NONE)
  void asksTheSameAfterEdits(@ForAll long seed) {
    Random random = new Random(seed);
    RandomRules rules = new RandomRules(random, 20);
    Tally tally = new Tally();
    RuleSet set = set(rules.rules(40));
    for (int step = 0; step < 60; step++) {
      String id = "r" + random.nextInt(60);
      set = random.nextInt(3) == 0 ? set.without(id) : set.with(rules.rule(id));
      compare(set, rules.facts(), random, tally);
    }
  }

  @Example
  void allCoursesAreTaken() {
    Random random = new Random(42);
    RandomRules rules = new RandomRules(random, 20);
    Tally tally = new Tally();
    for (int i = 0; i < 200; i++) {
      compare(set(rules.rules(1 + i % 30)), rules.facts(), random, tally);
    }
    assertThat(tally.asking).isGreaterThan(50);
    assertThat(tally.silent).isGreaterThan(5);
    assertThat(tally.failing).isGreaterThan(5);
  }

  /** Arguments of a question that tell when somebody works the question out. */
  private static final class Watched extends AbstractList<Argument> {
    private final Runnable looked;

    Watched(Runnable looked) {
      this.looked = looked;
    }

    @Override
    public Argument get(int index) {
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public int size() {
      looked.run();
      return 0;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  @Example
  void onlyCandidatesAreLookedAt() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      rules.add(
          Rule.newBuilder("r" + i)
              .when(
                  all(
                      field("customer").eq("c-" + i % 1_667),
                      external("score").is(score -> score.gte(600))))
              .build());
    }
    Set<String> looked = new LinkedHashSet<>();
    List<CompiledRule> watched =
        compiled(rules).stream().map(rule -> watched(rule, looked)).toList();
    Matcher matcher = Matcher.of(Roster.of(watched));
    Facts facts = Facts.newBuilder().put("customer", "c-7").build();
    Scope scope = new Scope(facts, NOW);
    Desk desk = new Desk(new Random(1));

    new ExternalRound(matcher, desk, CallContext.create()).answered(scope);
    assertThat(looked).containsExactly("r7", "r1674", "r3341");
    assertThat(desk.asked).containsExactly(new Question("score", Json.Obj.EMPTY));
  }

  private static CompiledRule watched(CompiledRule rule, Set<String> looked) {
    Node.All both = (Node.All) rule.condition();
    ExternalNode node = (ExternalNode) both.nodes().get(1);
    ExternalNode watched =
        new ExternalNode(
            node.id(),
            node.condition(),
            new Watched(() -> looked.add(rule.rule().id())),
            node.probe(),
            false);
    Node.All condition = new Node.All(List.of(both.nodes().getFirst(), watched));
    return new CompiledRule(rule.rule(), condition, rule.mode(), rule.place());
  }
}
