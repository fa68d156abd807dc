/** The contract test suites that every engine of Atom must pass. */
@org.jspecify.annotations.NullMarked
module dev.atom.mock {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires transitive org.junit.jupiter.api;

  exports dev.atom.mock.store;
}
