/**
 * The vocabulary and the contracts of Atom: what a model call, a secret, a schema, a conversation
 * and a store are. No other Atom module is needed to use it.
 *
 * <p>Start reading at {@link dev.atom.model.ChatModel}, {@link dev.atom.schema.Document} and {@link
 * dev.atom.store.Store}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.core {
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires tools.jackson.core;

  exports dev.atom;
  exports dev.atom.blob;
  exports dev.atom.budget;
  exports dev.atom.cache;
  exports dev.atom.conversation;
  exports dev.atom.job;
  exports dev.atom.json;
  exports dev.atom.ledger;
  exports dev.atom.limit;
  exports dev.atom.model;
  exports dev.atom.operation;
  exports dev.atom.personal;
  exports dev.atom.schema;
  exports dev.atom.secret;
  exports dev.atom.speech;
  exports dev.atom.store;
  exports dev.atom.time;
  exports dev.atom.usage;
}
