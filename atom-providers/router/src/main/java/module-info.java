/**
 * One model in front of many: fallback to the next one that can help, and a record of every attempt
 * with its cost.
 *
 * <p>Start reading at {@link dev.atom.router.Router}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.router {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires org.slf4j;

  exports dev.atom.router;
}
