package dev.atom.rules.check;

import dev.atom.rules.Condition;
import dev.atom.rules.ExternalCondition;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.ItemsCondition;
import dev.atom.rules.check.FieldTest.Domain;
import dev.atom.rules.check.FieldTest.Nature;
import dev.atom.rules.check.Remark.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks for conditions of one rule that are impossible, always true, twice there or redundant. */
final class ConditionLint {
  private final Formulas formulas;
  private final List<Remark> remarks;
  private final Map<FieldTest, Boolean> constant = new HashMap<>();

  ConditionLint(Formulas formulas, List<Remark> remarks) {
    this.formulas = formulas;
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
    Tableau tableau = formulas.logic().tableau(List.of(subject.formula()));
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
    Part when = part(subject.rule().condition(), Formulas.WHEN, formulas);
    new Walk(subject, tableau, formulas).walk(when, List.copyOf(context.values()));
    triggers(subject, tableau);
    return true;
  }

  /** Triggers of which each would do alone: those that can't meet the conditions, or are there twice. */
  private void triggers(Subject subject, Tableau tableau) {
    List<Formula> triggers = formulas.triggers(subject.rule());
    if (triggers.size() < 2) {
      return;
    }
    Map<String, Formula> others = formulas.asked(subject.rule());
    others.remove(Formulas.ON);
    Map<Integer, String> seen = new HashMap<>();
    for (int i = 0; i < triggers.size(); i++) {
      String at = Formulas.ON + "/" + i;
      List<Formula> together = new ArrayList<>(others.values());
      together.add(triggers.get(i));
      String same = seen.putIfAbsent(formulas.canon().number(triggers.get(i)), at);
      if (same != null) {
        String message = "says the same as " + same;
        remarks.add(Remark.of(Kind.DUPLICATE_CONDITION, subject.id(), at, message));
      } else if (tableau.contradictory(together)) {
        String message = "this trigger can never meet the rule's conditions";
        remarks.add(Remark.of(Kind.IMPOSSIBLE, subject.id(), at, message));
      }
    }
  }

  /** Whether each test is of a value of its own and can be true and false: then so can they all. */
  private boolean plain(Formula formula) {
    Set<String> groups = new HashSet<>();
    for (FieldTest test : formula.tests()) {
      if (test.nature() == Nature.ITEMS || test.domain() != Domain.ALL) {
        return false;
      }
      if (!groups.add(test.group()) || constant.computeIfAbsent(test, this::constant)) {
        return false;
      }
    }
    return true;
  }

  private boolean constant(FieldTest test) {
    Cells cells = formulas.logic().cells(Set.of(test));
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
    conjuncts(part(subject.rule().condition(), Formulas.WHEN, formulas), parts);
    return parts;
  }

  private void conjuncts(Part part, List<Part> parts) {
    if (part.condition() instanceof Condition.All all) {
      children(part.path() + "/all", all.conditions(), formulas)
          .forEach(child -> conjuncts(child, parts));
    } else {
      parts.add(part);
    }
  }

  private static Part part(Condition condition, String path, Formulas formulas) {
    Optional<String> id =
        switch (condition) {
          case FieldCondition leaf -> leaf.id();
          case ItemsCondition items -> items.id();
          case Condition.Logic jsonLogic -> jsonLogic.id();
          case ExternalCondition external -> external.id();
          case Condition.All all -> Optional.empty();
          case Condition.Any any -> Optional.empty();
          case Condition.AtLeast some -> Optional.empty();
          case Condition.Not not -> Optional.empty();
        };
    return new Part(id.orElse(path), path, condition, formulas.of(condition));
  }

  private static List<Part> children(String path, List<Condition> conditions, Formulas formulas) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      parts.add(part(conditions.get(i), path + "/" + i, formulas));
    }
    return parts;
  }

  private static String described(Part part) {
    return switch (part.condition()) {
      case FieldCondition leaf -> {
        String value = leaf.value().map(v -> " " + shown(v.toString())).orElse("");
        yield part.name() + " (" + leaf.field() + " " + leaf.operator() + value + ")";
      }
      case ItemsCondition items -> part.name() + " (" + shown(items(items)) + ")";
      case Condition.Logic jsonLogic ->
          part.name() + " (" + shown(jsonLogic.logic().toJson().toString()) + ")";
      case ExternalCondition external -> part.name();
      case Condition.All all -> part.name();
      case Condition.Any any -> part.name();
      case Condition.AtLeast some -> part.name();
      case Condition.Not not -> part.name();
    };
  }

  private static String items(ItemsCondition items) {
    String of = items.of().map(path -> " of " + path).orElse("");
    String operator = items.operator().map(op -> " " + op).orElse("");
    String value = items.value().map(v -> " " + v).orElse("");
    return items.items() + " " + items.fold().jsonName() + of + operator + value;
  }

  private static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, text.offsetByCodePoints(0, 50)) + "…";
  }

  /** Looks at the conditions within one. */
  private final class Walk {
    private final Subject subject;
    private final Tableau tableau;
    private final Formulas formulas;

    Walk(Subject subject, Tableau tableau, Formulas formulas) {
      this.subject = subject;
      this.tableau = tableau;
      this.formulas = formulas;
    }

    /** The context is what is true wherever the condition matters. */
    void walk(Part part, List<Formula> context) {
      switch (part.condition()) {
        case Condition.Not not ->
            walk(part(not.condition(), part.path() + "/not", formulas), context);
        case Condition.All all ->
            members(children(part.path() + "/all", all.conditions(), formulas), Join.ALL, context);
        case Condition.Any any ->
            members(children(part.path() + "/any", any.conditions(), formulas), Join.ANY, context);
        case Condition.AtLeast some ->
            members(children(part.path() + "/of", some.conditions(), formulas), Join.SOME, context);
        case ItemsCondition items -> {
          if (formulas.looksInto(items)) {
            each(part, items, formulas.within(items.items()));
          }
        }
        case FieldCondition leaf -> {}
        case Condition.Logic jsonLogic -> {}
        case ExternalCondition external -> {}
      }
    }

    /** What is asked of each item is looked at by itself: nothing around it is known there. */
    private void each(Part part, ItemsCondition items, Formulas inner) {
      String member = items.of().isPresent() ? "where" : items.fold().jsonName();
      Part each = part(items.each().orElseThrow(), part.path() + "/" + member, inner);
      if (each.formula().tests().isEmpty()) {
        return;
      }
      Tableau alone = inner.logic().tableau(List.of(each.formula()));
      if (alone.contradictory(List.of(each.formula()))) {
        add(Kind.IMPOSSIBLE, each, "no item can ever be so: " + described(each));
      } else if (alone.contradictory(List.of(Formula.not(each.formula())))) {
        add(Kind.ALWAYS_TRUE, each, "every item is so: " + described(each));
      } else {
        new Walk(subject, alone, inner).walk(each, List.of());
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
        Part same = seen.putIfAbsent(formulas.canon().number(member.formula()), member);
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
