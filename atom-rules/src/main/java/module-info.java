/**
 * Rules that explain themselves: conditions over facts as data, evaluated in a total order, with a
 * trace that says for every rule why it fired or why it did not.
 *
 * <p>Start reading at {@link dev.atom.rules.RuleSet}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.rules {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;

  exports dev.atom.approval;
  exports dev.atom.rules;
  exports dev.atom.rules.check;
  exports dev.atom.rules.convert;
  exports dev.atom.rules.jsonlogic;
  exports dev.atom.rules.replay;
  exports dev.atom.rules.table;
  exports dev.atom.rules.template;
  exports dev.atom.rules.tenant;
  exports dev.atom.workflow;
}
