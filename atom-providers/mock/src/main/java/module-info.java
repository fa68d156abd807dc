/**
 * Stand-ins for what a test can't have: a model, a provider's server, time and ids; and the contract
 * test suites that every implementation must pass.
 *
 * <p>Start reading at {@link dev.atom.mock.MockModel} and {@link dev.atom.mock.ReplayServer}. JUnit
 * is needed for the contract suites and for {@code dev.atom.mock.junit} only.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.mock {
  requires static transitive org.jspecify;
  requires static transitive org.junit.jupiter.api;
  requires transitive dev.atom.core;
  requires java.net.http;

  exports dev.atom.mock;
  exports dev.atom.mock.blob;
  exports dev.atom.mock.budget;
  exports dev.atom.mock.cache;
  exports dev.atom.mock.job;
  exports dev.atom.mock.junit;
  exports dev.atom.mock.ledger;
  exports dev.atom.mock.limit;
  exports dev.atom.mock.simulation;
  exports dev.atom.mock.store;
}
