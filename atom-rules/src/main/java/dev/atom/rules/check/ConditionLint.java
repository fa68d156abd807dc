package dev.atom.rules.check;

import dev.atom.rules.Condition;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.check.Remark.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks for conditions of one rule that are impossible, always true, twice there or redundant. */
final class ConditionLint {
  private final Formulas formulas;
  private final Canon canon;
  private final Logic logic;
  private final List<Remark> remarks;
  private final Map<FieldTest, Boolean> constant = new HashMap<>();

  ConditionLint(Formulas formulas, Canon canon, Logic logic, List<Remark> remarks) {
    this.formulas = formulas;
    this.canon = canon;
    this.logic = logic;
    this.remarks = remarks;
  }

  /** How a list of conditions is joined. */
  private enum Join {
    ALL,
    ANY,
    SOME
  }

  /** A condition with its formula and what names it. */
  private record Part(String name, String path, Condition condition, Formula formula) {}

  /** Looks at one rule; returns whether it can be true at all. */
  boolean possible(Subject subject) {
    if (plain(subject.formula())) {
      return true;
    }
    Tableau tableau = logic.tableau(List.of(subject.formula()));
    boolean possible = look(subject, tableau);
    if (tableau.undecided() > 0) {
      String message = "has more alternatives than can be tried: it was not looked at wholly";
      remarks.add(Remark.of(Kind.NOT_DECIDED, subject.id(), "", message));
    }
    return possible;
  }

  private boolean look(Subject subject, Tableau tableau) {
    if (tableau.contradictory(List.of(subject.formula()))) {
      impossible(subject, tableau);
      return false;
    }
    if (!subject.formula().tests().isEmpty()
        && tableau.contradictory(List.of(Formula.not(subject.formula())))) {
      String message = "is true of all facts; write {\"all\": []} if that is meant";
      remarks.add(Remark.of(Kind.ALWAYS_TRUE, subject.id(), "", message));
      return true;
    }
    Map<String, Formula> context = formulas.asked(subject.rule());
    context.remove(Formulas.WHEN);
    Part when = part(subject.rule().condition(), Formulas.WHEN);
    new Walk(subject, tableau).walk(when, List.copyOf(context.values()));
    return true;
  }

  /** Whether each test is of a value of its own and can be true and false: then so can they all. */
  private boolean plain(Formula formula) {
    Set<String> groups = new HashSet<>();
    for (FieldTest test : formula.tests()) {
      if (!groups.add(test.group()) || constant.computeIfAbsent(test, this::constant)) {
        return false;
      }
    }
    return true;
  }

  private boolean constant(FieldTest test) {
    Cells cells = logic.cells(Set.of(test));
    Cells.Answers answers = cells.answers(test);
    int yes = answers.yes().cardinality();
    return answers.open().isEmpty() && (yes == 0 || yes == cells.size());
  }

  private void impossible(Subject subject, Tableau tableau) {
    List<Part> core = new ArrayList<>(asked(subject));
    for (int i = core.size() - 1; i >= 0 && core.size() > 1; i--) {
      List<Part> fewer = new ArrayList<>(core);
      fewer.remove(i);
      if (tableau.contradictory(fewer.stream().map(Part::formula).toList())) {
        core = fewer;
      }
    }
    String names = core.stream().map(ConditionLint::described).collect(Collectors.joining(" and "));
    String message =
        core.size() == 1
            ? "the rule can never match: " + names + " is never true"
            : "the rule can never match: " + names + " exclude each other";
    remarks.add(Remark.of(Kind.IMPOSSIBLE, subject.id(), core.getFirst().name(), message));
  }

  /** What has to be true together. */
  private List<Part> asked(Subject subject) {
    List<Part> parts = new ArrayList<>();
    Map<String, Formula> asked = formulas.asked(subject.rule());
    asked.remove(Formulas.WHEN);
    asked.forEach(
        (place, formula) ->
            parts.add(new Part(place, place, new Condition.All(List.of()), formula)));
    conjuncts(part(subject.rule().condition(), Formulas.WHEN), parts);
    return parts;
  }

  private void conjuncts(Part part, List<Part> parts) {
    if (part.condition() instanceof Condition.All all) {
      children(part.path() + "/all", all.conditions()).forEach(child -> conjuncts(child, parts));
    } else {
      parts.add(part);
    }
  }

  private Part part(Condition condition, String path) {
    String name = condition instanceof FieldCondition leaf ? leaf.id().orElse(path) : path;
    return new Part(name, path, condition, formulas.of(condition));
  }

  private List<Part> children(String path, List<Condition> conditions) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      parts.add(part(conditions.get(i), path + "/" + i));
    }
    return parts;
  }

  private static String described(Part part) {
    if (part.condition() instanceof FieldCondition leaf) {
      String value = leaf.value().map(v -> " " + shown(v.toString())).orElse("");
      return part.name() + " (" + leaf.field() + " " + leaf.operator() + value + ")";
    }
    return part.name();
  }

  private static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, text.offsetByCodePoints(0, 50)) + "…";
  }

  /** Looks at the conditions within one. */
  private final class Walk {
    private final Subject subject;
    private final Tableau tableau;

    Walk(Subject subject, Tableau tableau) {
      this.subject = subject;
      this.tableau = tableau;
    }

    /** The context is what is true wherever the condition matters. */
    void walk(Part part, List<Formula> context) {
      if (part.condition() instanceof Condition.Not not) {
        walk(part(not.condition(), part.path() + "/not"), context);
      } else if (part.condition() instanceof Condition.All all) {
        members(children(part.path() + "/all", all.conditions()), Join.ALL, context);
      } else if (part.condition() instanceof Condition.Any any) {
        members(children(part.path() + "/any", any.conditions()), Join.ANY, context);
      } else if (part.condition() instanceof Condition.AtLeast some) {
        members(children(part.path() + "/of", some.conditions()), Join.SOME, context);
      }
    }

    private void members(List<Part> members, Join kind, List<Formula> context) {
      List<Part> kept = distinct(members, kind);
      for (int i = kept.size() - 1; i >= 0; i--) {
        Part member = kept.get(i);
        List<Formula> others = new ArrayList<>(context);
        for (int k = 0; k < kept.size(); k++) {
          if (k != i && kind != Join.SOME) {
            Formula other = kept.get(k).formula();
            others.add(kind == Join.ALL ? other : Formula.not(other));
          }
        }
        if (judged(member, kind, context, others)) {
          kept.remove(i);
        } else {
          walk(member, kind == Join.ALL ? others : context);
        }
      }
    }

    /** The members without those that stand there twice; of "at least" each counts. */
    private List<Part> distinct(List<Part> members, Join kind) {
      List<Part> kept = new ArrayList<>();
      Map<Integer, Part> seen = new HashMap<>();
      for (Part member : members) {
        Part same = seen.putIfAbsent(canon.number(member.formula()), member);
        if (same == null || kind == Join.SOME) {
          kept.add(member);
        } else {
          add(Kind.DUPLICATE_CONDITION, member, "says the same as " + same.name());
        }
      }
      return kept;
    }

    /** Whether something was found that leaves nothing to be said of what is within. */
    private boolean judged(Part member, Join kind, List<Formula> context, List<Formula> others) {
      if (with(context, member.formula())) {
        add(Kind.IMPOSSIBLE, member, "can never be true here: " + described(member));
        return true;
      }
      Formula not = Formula.not(member.formula());
      if (tableau.contradictory(List.of(not))) {
        if (!member.formula().tests().isEmpty()) {
          add(Kind.ALWAYS_TRUE, member, "is true of all facts: " + described(member));
        }
        return true;
      }
      boolean redundant =
          switch (kind) {
            case ALL -> with(others, not);
            case ANY -> with(others, member.formula());
            case SOME -> with(context, not);
          };
      if (redundant) {
        add(
            Kind.REDUNDANT_CONDITION,
            member,
            "says nothing that the conditions beside it don't say: " + described(member));
      }
      return redundant;
    }

    private boolean with(List<Formula> formulas, Formula one) {
      List<Formula> all = new ArrayList<>(formulas);
      all.add(one);
      return tableau.contradictory(all);
    }

    private void add(Kind kind, Part part, String message) {
      remarks.add(Remark.of(kind, subject.id(), part.name(), message));
    }
  }
}
