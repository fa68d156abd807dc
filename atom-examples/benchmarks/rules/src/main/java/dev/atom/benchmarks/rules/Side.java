package dev.atom.benchmarks.rules;

import java.util.List;

/** Who is measured, and against how many rules at most unless asked for more. */
public enum Side {
  ATOM("Atom, facts made before", 100_000, true, rules -> Atom.ofConditions(rules, false)),
  ATOM_FROM_MAP("Atom, from the HashMap", 100_000, true, rules -> Atom.ofConditions(rules, true)),
  ATOM_JSON_LOGIC("Atom, JsonLogic", 100_000, true, Atom::ofJsonLogic),
  FLOOR("hand-written predicates", 100_000, true, Floor::new),
  GENERATED("generated Java", 10_000, false, Generated::new),
  DROOLS("Drools, session reused", 1_000, false, rules -> new Drools(rules, true)),
  DROOLS_STATELESS("Drools, stateless", 1_000, false, rules -> new Drools(rules, false)),
  EASY_RULES("Easy Rules, lambdas", 100_000, true, rules -> new EasyRules(rules, false)),
  EASY_RULES_MVEL("Easy Rules, MVEL", 10_000, false, rules -> new EasyRules(rules, true)),
  EVRETE("Evrete", 10_000, false, Evrete::new),
  CEL("CEL", 100_000, false, CelRules::new),
  JSON_LOGIC_JAVA("json-logic-java", 10_000, true, JsonLogicJava::new);

  private final String title;
  private final int most;
  private final boolean manyTenants;
  private final Maker maker;

  /** Builds the rules of a side. */
  @FunctionalInterface
  private interface Maker {
    Contender of(List<List<Test>> rules) throws Exception;
  }

  Side(String title, int most, boolean manyTenants, Maker maker) {
    this.title = title;
    this.most = most;
    this.manyTenants = manyTenants;
    this.maker = maker;
  }

  String title() {
    return title;
  }

  /** More rules than this take minutes and gigabytes. */
  int most() {
    return most;
  }

  /** Whether the rules of two thousand tenants fit into three gigabytes. */
  boolean manyTenants() {
    return manyTenants;
  }

  Contender of(List<List<Test>> rules) throws Exception {
    return maker.of(rules);
  }
}
