package dev.atom.rules.check;

import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.Trigger;
import dev.atom.rules.check.Remark.Kind;
import dev.atom.time.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks over rules when they are saved: what can never be true, never fire, or run in circles.
 *
 * {@snippet file="dev/atom/rules/check/RuleTestingDocumentationTest.java" region="lint"}
 *
 * <p>Guarantees: what is called impossible, always true, redundant, shadowed or the same is so, for
 * all facts; what can't be told is not mentioned. Fields count as independent of each other, and
 * conditions of kinds that are not known here as anything: so not everything that is wrong is found.
 * Loops and conflicts are said to be able to happen; a conflict comes with facts on which both rules
 * fire. Work is bounded by {@link LintOptions}: if there is more to compare, a remark of the kind
 * {@link Kind#NOT_ALL_COMPARED} says so.
 */
public final class RuleLint {
  private final RuleSet rules;
  private final LintOptions options;
  private final Formulas formulas;
  private final List<Remark> remarks = new ArrayList<>();

  private RuleLint(RuleSet rules, LintOptions options) {
    this.rules = rules;
    this.options = options;
    this.formulas = new Formulas(rules, options.steps());
  }

  /**
   * Checks rules with {@link LintOptions#DEFAULT}.
   *
   * @param rules the rules
   * @return what there is to say, the most severe first, then in the order of firing
   */
  public static List<Remark> check(RuleSet rules) {
    return check(rules, LintOptions.DEFAULT);
  }

  /**
   * Checks rules. Pure: the same rules give the same remarks.
   *
   * @param rules the rules
   * @param options what actions change, and how much is compared
   * @return what there is to say, the most severe first, then in the order of firing
   */
  public static List<Remark> check(RuleSet rules, LintOptions options) {
    return new RuleLint(rules, options).run();
  }

  private List<Remark> run() {
    List<Subject> subjects = Subject.of(rules, formulas);
    Logic logic = formulas.logic();
    ConditionLint conditions = new ConditionLint(formulas, remarks);
    List<Subject> live = new ArrayList<>();
    for (Subject subject : subjects) {
      boolean possible = conditions.possible(subject);
      state(subject);
      if (possible && subject.rule().enabled()) {
        live.add(subject);
      }
    }
    duplicates(subjects);
    boolean all = new ShadowLint(options, logic, remarks).run(live);
    all &= new EffectLint(rules, formulas, options, logic, remarks).run(live);
    if (!all || logic.undecided() > 0) {
      String message =
          "there are more rules that could meet than the "
              + options.comparisons()
              + " comparisons that were allowed, or than could be told apart in "
              + options.steps()
              + " steps: not all pairs were compared";
      remarks.add(Remark.of(Kind.NOT_ALL_COMPARED, "", "", message));
    }
    return sorted(subjects);
  }

  private List<Remark> sorted(List<Subject> subjects) {
    Map<String, Integer> order = new HashMap<>();
    subjects.forEach(subject -> order.put(subject.id(), subject.order()));
    remarks.sort(
        Comparator.comparing(Remark::severity)
            .thenComparing(remark -> order.getOrDefault(remark.rule(), Integer.MAX_VALUE)));
    return List.copyOf(remarks);
  }

  private void state(Subject subject) {
    Rule rule = subject.rule();
    if (!rule.enabled()) {
      add(Kind.DISABLED, rule, "is switched off");
    }
    rule.effective()
        .to()
        .filter(end -> options.now().filter(now -> !now.isBefore(end)).isPresent())
        .ifPresent(end -> add(Kind.EXPIRED, rule, "its time was over at " + end));
    if (neverDue(rule)) {
      add(Kind.NEVER_DUE, rule, "its schedule has no time while it is effective: " + when(rule));
    }
    if (rule.actions().isEmpty() && !rule.stop() && rule.group().isEmpty()) {
      add(Kind.NO_EFFECT, rule, "has no actions, and does not stop others");
    }
    if (!subject.formula().tests().isEmpty() && !selective(subject.formula())) {
      add(
          Kind.COSTLY,
          rule,
          "no condition on a value or a trigger narrows it down, so that it is looked at on every"
              + " event; add one, such as eq or gte, beside "
              + costly(subject));
    }
  }

  /** Whether schedules are all that the rule waits for, and none has a time in the rule's own. */
  private static boolean neverDue(Rule rule) {
    Optional<Instant> from = rule.effective().from();
    return !rule.triggers().isEmpty()
        && from.isPresent()
        && rule.triggers().stream()
            .allMatch(
                trigger ->
                    trigger instanceof Trigger.OnSchedule on
                        && !on.schedule().countsFromCompletion()
                        && outside(on.schedule(), from.get(), rule.effective().to()));
  }

  private static boolean outside(Schedule schedule, Instant from, Optional<Instant> to) {
    Optional<Instant> first =
        from.equals(Instant.MIN) ? Optional.of(from) : schedule.next(from.minusNanos(1));
    return first.isEmpty() || to.filter(end -> !first.get().isBefore(end)).isPresent();
  }

  private static String when(Rule rule) {
    return rule.effective().from().map(from -> "from " + from).orElse("")
        + rule.effective().to().map(to -> " to " + to).orElse("");
  }

  private static String costly(Subject subject) {
    Set<String> operators = new HashSet<>();
    subject.formula().tests().forEach(test -> operators.add(test.operator()));
    operators.remove("");
    return operators.isEmpty()
        ? "what it has"
        : String.join(", ", operators.stream().sorted().toList());
  }

  /** Whether some of the tests that an index knows must be as they are for the formula to be true. */
  private static boolean selective(Formula formula) {
    return switch (formula) {
      case Formula.Literal literal ->
          switch (literal.test().nature()) {
            case PRESENCE, ORDER, MOMENT -> literal.test().domain() == FieldTest.Domain.ALL;
            case LOGIC, NEVER -> true;
            case TEXT, PARTS, AGE, RHYTHM, ITEMS, OTHER_FIELD -> false;
            case OPAQUE -> literal.test().group().contains("\"changed\"");
          };
      case Formula.AtLeast some -> {
        long members = some.of().stream().filter(RuleLint::selective).count();
        yield members > some.of().size() - some.count();
      }
    };
  }

  private void duplicates(List<Subject> subjects) {
    Map<Integer, Subject> conditions = new HashMap<>();
    Map<List<Object>, Subject> whole = new HashMap<>();
    for (Subject subject : subjects) {
      int number = formulas.canon().number(subject.formula());
      Subject same = whole.putIfAbsent(List.of(number, subject.rule().actions()), subject);
      Subject first = conditions.putIfAbsent(number, subject);
      if (same != null) {
        String message = "does the same as rule \"" + same.id() + "\" under the same condition";
        remarks.add(Remark.of(Kind.DUPLICATE_RULE, subject.id(), message, List.of(same.id())));
      } else if (first != null && !subject.formula().tests().isEmpty()) {
        String message = "has the same condition as rule \"" + first.id() + "\"";
        remarks.add(Remark.of(Kind.SAME_CONDITION, subject.id(), message, List.of(first.id())));
      }
    }
  }

  private void add(Kind kind, Rule rule, String message) {
    remarks.add(Remark.of(kind, rule.id(), "", message));
  }
}
