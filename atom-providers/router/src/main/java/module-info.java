/**
 * One model in front of many: routes that choose by order, weight, cost or speed, fallback, breakers,
 * hedging, limits, and a record of every attempt with its cost.
 *
 * <p>Start reading at {@link dev.atom.router.Router}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.router {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires org.slf4j;

  exports dev.atom.router;
  exports dev.atom.router.cache;
  exports dev.atom.router.catalogue;
  exports dev.atom.router.compare;
  exports dev.atom.router.config;
  exports dev.atom.router.health;
  exports dev.atom.router.policy;
  exports dev.atom.router.whatif;
}
