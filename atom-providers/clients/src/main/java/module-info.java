/**
 * Clients for the providers of models. A client is a {@link dev.atom.model.ChatModel} and holds no
 * key.
 *
 * <p>Start reading at {@link dev.atom.providers.Provider}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.providers {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires transitive dev.atom.http;

  exports dev.atom.providers;
}
